import TestFiles
import Testing

/// `popkeep show`, by every name of a message and in every form.
@Suite struct ShowTests {
  private let home: UserHome
  private let mailbox: ServedMailbox

  init() throws { (home, mailbox) = try UserHome.withLetters() }

  private func id(_ number: Int) throws -> String {
    let run = try home.run("search", "messageid:letter-\(number)@example.org", "--json").succeeds()
    return try #require(try run.json()[0]?["id"]?.text)
  }

  @Test func `a message is read with its names, text and attachments`() throws {
    let run = try home.run("show", try id(1)).succeeds()
    #expect(
      run.output == """
        From:    Alice Example <alice@example.org>
        To:      Bob <bob@example.net>
        Cc:      Carol <carol@example.com>
        Date:    Mon, 2 Nov 2026 09:01:00 +0000
        Subject: Annual report

        Dear Bob,

        the annual report of the choir is attached, with all figures. Grüße

        Attachments:
          2  report 2026.pdf  (application/pdf, 16 B)

        """)
    let html = try home.run("show", try id(3)).succeeds().output
    #expect(html.contains("From:    Jürgen Müller <juergen@example.org>"))
    #expect(html.contains("The invoice is paid.") && !html.contains("<b>"))
    let here = try home.start(["show", try id(4)], environment: ["TZ": "JST-9"]).finish().succeeds().output
    #expect(here.contains("Date:    Fri, 6 Jan 2023 12:00:00 +0900") && here.contains("来週東京で会いましょう。"))
  }

  @Test func `each name of a message is taken`() throws {
    let expected = try home.run("show", try id(2)).succeeds().output
    let file = try #require(try home.files().first { try readFile($0).contains(Array("only a draft".utf8)) })
    let exported = home.folder("letter.eml")
    try writeFile(exported, LetterMail.answer)
    let name = try #require(file.split(separator: "/").last.map(String.init))
    for name in [
      String(try id(2).prefix(6)), try id(2).uppercased(), "<letter-2@example.org>", "letter-2@example.org",
      file,
      exported, "\(home.archive)/./accounts/home/new/\(name)",
    ] { #expect(try home.run("show", name).succeeds().output == expected, "\(name)") }
    let two = try home.run("show", try id(2), try id(3)).succeeds().output
    #expect(two.hasPrefix(expected) && two.contains("\n\nFrom:    Jürgen"))
    try writeFile(exported, Array("Subject: other\n\nother\n".utf8))
    for (name, words) in [
      ("ffffffffff", "no message"), ("<nobody@example.org>", "no message"), ("abc", "four digits"),
      ("/no/such/file", "no message"), (exported, "no message"), ("nonsense", "no message"),
      (home.folder.path, "Cannot read"),
    ] { try home.run("show", name).fails(64, words) }
  }

  @Test func `a Message-ID of several messages is not guessed at`() throws {
    let other = String(decoding: LetterMail.answer, as: UTF8.self).replacing(
      "only a draft", with: "the last word")
    let copy = try ServedMailbox([Array(other.utf8)])
    try home.configure(mailbox.account(), AccountText(name: "work", port: copy.port, caFile: copy.caFile))
    try home.run("fetch", "work").succeeds()
    let run = try home.run("show", "<letter-2@example.org>").fails(64, "several", try id(2))
    #expect(run.output == "")
  }

  @Test func `--json has exactly the members that the documents name`() throws {
    let message = try home.run("show", try id(1), "--json").succeeds().json()
    #expect(
      message.keys == [
        "id", "account", "file", "sha256", "octets", "date", "arrived", "from", "to", "cc", "subject",
        "messageId",
        "inReplyTo", "references", "thread", "parts", "text", "defects",
      ])
    #expect(message["text"]?.text?.contains("with all figures. Grüße") == true)
    #expect(message["defects"] == .array([]))
    let parts = try #require(message["parts"]).items
    #expect(parts.map { $0["path"]?.text } == ["1", "2"])
    #expect(
      parts.allSatisfy {
        $0.keys == ["path", "type", "charset", "disposition", "filename", "octets", "sha256"]
      })
    #expect(parts[0]["charset"] == .string("utf-8") && parts[0]["disposition"] == .null)
    #expect(
      parts[1]["type"] == .string("application/pdf") && parts[1]["filename"] == .string("report 2026.pdf"))
    #expect(parts[1]["octets"]?.count == 16 && parts[1]["disposition"] == .string("attachment"))
    let answer = try home.run("show", try id(2), "--json").succeeds().json()
    #expect(answer["thread"]?.text == (try id(1)))
    #expect(answer["inReplyTo"] == .array([.string("letter-1@example.org")]))
    #expect(
      try home.run("show", try id(1), try id(2), "--json").succeeds().json().items == [message, answer])
  }

  @Test func `--headers shows each field decoded, --raw the octets of the server, --part what is within`()
    throws
  {
    let headers = try home.run("show", try id(3), "--headers").succeeds().outputLines
    #expect(headers.contains("From: Jürgen Müller <juergen@example.org>"))
    #expect(headers.first?.hasPrefix("Received: ") == true && headers.count == 8)
    let raw = home.folder("raw.eml")
    let part = home.folder("report.pdf")
    for (arguments, file) in [(["--raw"], raw), (["--part", "2"], part)] {
      let run = try home.start(["show", try id(1)] + arguments, screen: file).finish()
      #expect(run.status == 0)
    }
    #expect(try readFile(raw) == LetterMail.report)
    #expect(try readFile(part) == Array("%PDF-1.4\nreport\n".utf8))
    #expect(try home.run("show", try id(1), "--part", "1").succeeds().output.contains("figures. Grüße\r\n"))
    try home.run("show", try id(1), "--part", "7").fails(64, "no part 7", "1, 2")
    for arguments in [["--raw", "--headers"], ["--raw", "--json"], ["--attachments", ""]] {
      #expect(try home.start(["show", try id(1)] + arguments).finish().status == 64)
    }
    #expect(try home.run("show").status == 64)
  }

  @Test func `attachments are written under harmless names, and over nothing`() throws {
    let folder = home.folder("out/deep")
    let first = try home.run("show", try id(1), "--attachments", folder).succeeds()
    #expect(first.outputLines == ["\(folder)/report 2026.pdf (16 B)"])
    let again = try home.run("show", try id(1), "--attachments", folder, "--json").succeeds().json()
    #expect(again[0]?["file"] == .string("\(folder)/report 2026-2.pdf") && again[0]?["octets"]?.count == 16)
    try home.run("show", try id(5), "--attachments", folder).succeeds()
    let names = try folderNames(folder)
    #expect(names == ["evil_[31m_.sh", "passwd", "report 2026-2.pdf", "report 2026.pdf"])
    #expect(try readFile("\(folder)/evil_[31m_.sh") == [0, 1, 2, 3, 4, 5])
    #expect(try folderNames(home.folder("out")) == ["deep"])
    #expect(
      try home.run("show", try id(2), "--attachments", folder).succeeds().output == "Nothing is attached.\n")
    try home.run("show", try id(1), "--attachments", home.passwordFile).fails(73, home.passwordFile)
  }

  @Test func `a message whose file is gone or damaged is told`() throws {
    let name = try id(3)
    let file = try #require(try home.files().first { try readFile($0).contains(Array("<b>paid</b>".utf8)) })
    var octets = try readFile(file)
    octets[octets.count - 3] ^= 1
    try writeFile(file, octets)
    #expect(try home.run("show", name, "--raw").status == 65)
    try removeFile(file)
    try home.run("show", name).fails(65, "gone", "popkeep verify")
    #expect(try home.run("show", name, "--raw").status == 65)
    let document = try home.run("show", name, "--json").succeeds().json()
    #expect(document["subject"] == .string("Invoice") && document["parts"] == .array([]))
  }
}
