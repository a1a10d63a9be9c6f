import InternetMessage
import TestFiles
import Testing

@Suite(.timeLimit(.minutes(2))) struct HTMLTests {
  private func read(_ html: String, for use: MessageStructure.TextUse = .reading) -> String {
    let part = MessagePart(
      path: "1", type: ContentType("text", "html", parameters: [.init(name: "charset", value: "utf-8")]),
      header: 0..<0, body: 0..<0)
    var text: [UInt8] = []
    PartText.append(Array(html.utf8), of: part, for: use, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  @Test(
    arguments: [
      ("<p>One\n  two</p><p>three<br>four", "One two\n\nthree\nfour\n"),
      ("<div>a</div><div><br></div><div>b</div>", "a\n\nb\n"),
      ("<h1>Title</h1>text<hr>more", "Title\n\ntext\n----------------------------------------\nmore\n"),
      (
        "a <b>bo</b>ld &amp; &eacute;&#233;&#xE9; &lt;x&gt; &copy &notit; &nosuch; 1 < 2",
        "a bold & ééé <x> © ¬it; &nosuch; 1 < 2\n"
      ),
      (
        "<ul><li>one<li>two<ol start=3><li>x</li><li>y</li></ol></ul>after",
        " * one\n * two\n   3. x\n   4. y\n\nafter\n"
      ),
      ("<blockquote>said<blockquote>before</blockquote></blockquote>me", "> said\n> > before\nme\n"),
      (
        "<table><tr><th>Item<th>Price</tr><tr><td>Tea</td><td><p>3.50</p></td></tr></table>x",
        "Item | Price\nTea | 3.50\n\nx\n"
      ),
      (
        "<table><tr><td>&nbsp;</td><td><table><tr><td>a</td></tr><tr><td>b</td></tr></table></td><td> </td></tr></table>",
        "a\nb\n"
      ),
      ("<pre>a\n  b\n\n c</pre>d", "a\n  b\n\n c\n\nd\n"),
      (
        "see <a href=\"https://e.example/x?a=1&copy=2\">this page</a> or <a href='https://e.example/'>e.example</a>.",
        "see this page [1] or e.example.\n\n[1] https://e.example/x?a=1&copy=2\n"
      ),
      (
        "<a href='mailto:a@b.example'>a@b.example</a> <img src=x alt='Logo'><img src=y>",
        "a@b.example [Logo]\n"
      ),
      (
        "<head><title>T</title><style>p { a: '</p>' }</style></head><script>if (a<b) c('</div>')</script>x",
        "x\n"
      ),
      (
        "<div style='display: none'>pre<b>head</b>er</div>x<p style=display:none>y<p>z<span hidden>w</span>",
        "x\n\nz\n"
      ),
      (
        "a<!-- b > c -->d<!--[if mso]>e<![endif]-->f<![if !mso]>g<![endif]><!-->h<?php i ?>j</>k", "adfghjk\n"
      ),
      ("&zwnj;&nbsp;&zwnj;&nbsp;&#847;&shy;<br>text&nbsp;&nbsp; here", "text here\n"),
      ("\u{645}\u{6CC}\u{200C}\u{62E}\u{648}", "\u{645}\u{6CC}\u{200C}\u{62E}\u{648}\n"),
      ("<p class=\"a>b\" title='c>d'>e</p", "e\n"), ("<b title=\"never closed>f</b> g", "f g\n"), ("", ""),
      ("<", "<\n"),
    ])
  func `a page reads as people expect`(html: String, text: String) {
    #expect(read(html) == text)
  }

  @Test func `blocks and cells separate words, inline elements do not`() {
    let html =
      "<td>one</td><td>t<b>w</b>o</td><br>three<p>four<style>five</style><i hidden>six</i><img alt=seven>"
    #expect(SearchWords.words(of: read(html, for: .search)) == ["one", "two", "three", "four", "seven"])
  }

  @Test func `the text of hostile HTML stays in proportion`() {
    for piece in [
      "<title>", "<a b='", "<!--", "<b title=\"", "<blockquote><br>a", "<ul><li>a", "<table><td>a", "&",
      "<xmp><title>", "</p", "<p style='display:none'>", "<a href=x>y",
    ] {
      let html = String(repeating: piece, count: 6_000)
      for use in [MessageStructure.TextUse.reading, .search] {
        #expect(read(html, for: use).utf8.count <= 8 * html.utf8.count, "\(piece)")
      }
    }
  }
}
