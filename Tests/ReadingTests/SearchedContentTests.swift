import Archive
import InternetMessage
import MailIndex
import Reading
import SystemPackage
import TestFiles
import Testing

@Suite struct SearchedContentTests {
  @Test(.enabled(if: Corpus.folder != nil || Corpus.isRequired))
  func `messages of the corpus are found by words of what is shown of them`() throws {
    let test = try TestArchive()
    let account = try test.archive.account("home", now: 1_795_443_300)
    let paths = try Corpus.messages().enumerated().filter { $0.offset % 3 == 0 }.map { FilePath($1.path) }
    _ = try Import(into: ImportTarget(account, now: { 1_795_443_300 })).run(paths)
    _ = try test.archive.readForSearch()
    var search = try MessageSearch(test.archive)
    var opener = try MessageOpener(test.archive)
    var found = 0
    try test.archive.index.forEachMessage { row in
      let id = row.message.contentHash.hex
      for word in Self.words(of: try #require(try Self.text(row, &opener))) {
        let count = try search.count(try QueryReader.read("id:\(id) \(word)", now: 0))
        #expect(count == 1, "\(word) of \(row.message.envelope.subject ?? id)")
        found += count
      }
    }
    #expect(found > 900)
  }

  @Test func `text that says it is base64 and never was is found by its words`() throws {
    let test = try TestArchive()
    let text = "Dear Bob,\r\n\r\nthe ploobfrey of the choir is attached.\r\n"
    let header = "Subject: x\r\nContent-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    try test.store([Array((header + text).utf8)])
    _ = try test.archive.readForSearch()
    var search = try MessageSearch(test.archive)
    #expect(try search.count(try QueryReader.read("\"the ploobfrey of\"", now: 0)) == 1)
    var opener = try MessageOpener(test.archive)
    try test.archive.index.forEachMessage { row in
      let shown = try #require(try Self.text(row, &opener))
      #expect(shown.hasPrefix("Dear Bob,\n\nthe ploobfrey of the choir is attached.\n"))
    }
  }

  @Test func `a picture that the text shows is found by its name, and is not attached`() throws {
    let test = try TestArchive()
    let message = """
      Subject: x
      Content-Type: multipart/related; boundary=a

      --a
      Content-Type: text/html

      <p>Hello <img src="cid:1@example.org"></p>
      --a
      Content-Type: image/png; name="Logo of us.png"
      Content-ID: <1@example.org>

      x
      --a--

      """
    try test.store([Array(message.replacing("\n", with: "\r\n").utf8)])
    _ = try test.archive.readForSearch()
    var search = try MessageSearch(test.archive)
    for (query, count) in [
      ("filename:logo", 1), ("filename:*.png", 1), ("filename:*.jpg", 0), ("has:attachment", 0),
      ("filename:*.png -has:attachment", 1),
    ] { #expect(try search.count(try QueryReader.read(query, now: 0)) == count, "\(query)") }
  }

  private static func text(_ row: MessageRow, _ opener: inout MessageOpener) throws -> String? {
    guard let opened = try opener.open(row) else { return nil }
    return String(decoding: try opened.text(for: .reading, limit: 4 << 20), as: UTF8.self)
  }

  /// The first, the last and one in the middle. A mark that begins one would belong to what stands before it.
  private static func words(of text: String) -> [String] {
    let words = SearchWords.words(of: withoutLinks(text))
      .filter { $0.unicodeScalars.first?.properties.isGraphemeExtend == false }
    return words.isEmpty ? [] : [words[0], words[words.count / 2], words[words.count - 1]]
  }

  /// Where links lead is shown, and not searched.
  private static func withoutLinks(_ text: String) -> String {
    text.split(separator: "\n").filter { $0.prefixMatch(of: #/\[[0-9]+\] /#) == nil }
      .joined(separator: "\n").replacing(/\[[0-9]+\]/, with: " ")
  }
}
