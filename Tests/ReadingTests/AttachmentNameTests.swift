import InternetMessage
import Reading
import Testing

@Suite struct AttachmentNameTests {
  private func name(_ filename: String?, _ type: ContentType = .plainText, path: String = "2")
    -> AttachmentName
  {
    AttachmentName(MessagePart(path: path, type: type, filename: filename, header: 0..<0, body: 0..<0))
  }

  @Test(
    arguments: [
      ("report.pdf", "report.pdf"),
      ("../../etc/passwd", "passwd"),
      ("/etc/passwd", "passwd"),
      (#"..\..\boot.ini"#, "boot.ini"),
      (#"C:\Users\a\x.txt"#, "x.txt"),
      ("a/", "a"),
      ("..", "part-2.txt"),
      (".", "part-2.txt"),
      ("/", "part-2.txt"),
      ("", "part-2.txt"),
      ("   ", "part-2.txt"),
      (".bashrc", "bashrc"),
      ("-rf", "_rf"),
      ("~root", "_root"),
      ("a\0b.txt", "a_b.txt"),
      ("a\nb.txt", "a b.txt"),
      ("invoice\u{202E}fdp.exe", "invoice_fdp.exe"),
      ("\u{1B}[31mred.txt", "_[31mred.txt"),
      ("what?*<>|\":.txt", "what_______.txt"),
      ("name.txt. . ", "name.txt"),
      ("CON", "_CON"),
      ("nul.txt", "_nul.txt"),
      ("com1.tar.gz", "_com1.tar.gz"),
      ("Grüße 日本.txt", "Grüße 日本.txt"),
      ("???", "part-2.txt"),
    ])
  func `a name is one harmless component`(given: String, safe: String) {
    #expect(name(given).text() == safe)
  }

  @Test func `a part without a name is called by its number and type`() {
    #expect(name(nil, ContentType("application", "pdf"), path: "1.2").text() == "part-1.2.pdf")
    #expect(name(nil, ContentType("application", "x-unknown")).text() == "part-2")
    #expect(name(nil, ContentType("message", "rfc822"), path: "").text() == "part-1.eml")
  }

  @Test func `a counter stands before the ending, and a long name keeps its ending`() {
    #expect(name("report.pdf").text(counter: 2) == "report-2.pdf")
    #expect(name("report").text(counter: 12) == "report-12")
    for long in [
      String(repeating: "x", count: 5000), String(repeating: "日", count: 900),
      String(repeating: "👩‍👩‍👧", count: 90),
    ] {
      let text = name("\(long).pdf").text(counter: 100_000)
      #expect(text.utf8.count <= 200)
      #expect(text.hasSuffix("-100000.pdf"))
      #expect(!text.contains("\u{FFFD}"))
    }
    #expect(name("a." + String(repeating: "z", count: 500)).text(counter: 2).utf8.count <= 200)
  }
}
