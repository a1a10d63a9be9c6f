import Reading
import SystemPackage
import TestFiles
import Testing

@Suite struct MboxTests {
  @Test(
    arguments: [
      ("A: 1\r\n\r\ntext\r\n", "A: 1\n\ntext\n\n"),
      ("A: 1\r\n\r\nno line end", "A: 1\n\nno line end\n\n"),
      ("", "\n"),
      ("From x\r\n", ">From x\n\n"),
      ("a\r\nFrom x\r\n>From y\r\n>>From z\r\n", "a\n>From x\n>>From y\n>>>From z\n\n"),
      ("From\r\nFrom", "From\nFrom\n\n"),
      ("Fro\r\nFFrom x\r\n >From \r\nFrom:\r\n", "Fro\nFFrom x\n >From \nFrom:\n\n"),
      ("> From \r\n>F\r\n", "> From \n>F\n\n"),
      ("a\rb\r\r\nc\nd\r", "a\rb\r\nc\nd\r\n\n"),
      ("F\rrom \r\n\r\n", "F\rrom \n\n\n"),
    ])
  func `a message is quoted, however it is cut`(wire: String, text: String) {
    let octets = Array(wire.utf8)
    for cut in 0...octets.count {
      var encoder = MboxEncoder()
      var encoded: [UInt8] = []
      encoded += encoder.encode(octets.span.bytes.extracting(first: cut))
      encoded += encoder.encode(octets.span.bytes.extracting(droppingFirst: cut))
      encoded += encoder.finish()
      #expect(String(decoding: encoded, as: UTF8.self) == text, "cut at \(cut)")
    }
  }

  @Test func `all messages become one file`() throws {
    let test = try TestArchive()
    try test.store([message("one", from: "bad address", at: "14:15:00"), message("two", at: "14:16:00")])
    let path = test.beside("mail.mbox")
    let summary = try Export.mbox(of: test.archive, to: FilePath(path))
    #expect(summary.written == 2)
    let text = String(decoding: try readFile(path), as: UTF8.self)
    let separators = text.split(separator: "\n").filter { $0.hasPrefix("From ") }
    #expect(
      separators == [
        "From alice@example.org Mon Nov 23 14:16:00 2026", "From MAILER-DAEMON Mon Nov 23 14:15:00 2026",
      ])
    #expect(!text.contains("\r"))
    #expect(try folderNames(test.beside("")).sorted() == ["archive", "mail.mbox"])
  }

  @Test func `a file that is there is never overwritten`() throws {
    let test = try TestArchive()
    try test.store([message("one")])
    let path = test.beside("mail.mbox")
    try writeFile(path, [1, 2, 3])
    let failure = try #require(throws: ExportFailure.self) {
      try Export.mbox(of: test.archive, to: FilePath(path))
    }
    #expect(failure.code == .exists)
    #expect(try readFile(path) == [1, 2, 3])
  }
}
