import TestFiles
import Testing

/// `popkeep search`: what is found, and each form of its output.
@Suite struct SearchTests {
  private let home: UserHome
  private let mailbox: ServedMailbox

  init() throws { (home, mailbox) = try UserHome.withLetters() }

  private func subjects(_ words: String...) throws -> [String] {
    try home.start(["search", "--json"] + words).finish().succeeds().json().items
      .map { $0["subject"]?.text ?? "" }
  }

  @Test func `each field finds what it says, the newest first`() throws {
    #expect(try subjects("report") == ["Re: Annual report", "Annual report"])
    #expect(try subjects("from:alice") == ["Annual report"])
    #expect(try subjects("to:carol@example.com") == ["Annual report"])
    #expect(try subjects("subject:\"annual report\"", "-from:bob") == ["Annual report"])
    #expect(try subjects("juergen") == ["Invoice"] && subjects("müller") == ["Invoice"])
    #expect(try subjects("invoi*", "paid") == ["Invoice"])
    #expect(try subjects("body:figures") == ["Annual report"])
    #expect(try subjects("東京", "before:2024") == ["東京で会う"])
    #expect(try subjects("has:attachment", "filename:*.PDF") == ["Annual report"])
    #expect(try subjects("filename:report") == ["Annual report"])
    #expect(try subjects("after:2026-11-03", "before:2026-11-05", "TZ") == [])
    #expect(try subjects("date:2026-11-03..2026-11-04") == ["Invoice", "Re: Annual report"])
    #expect(try subjects("(invoice", "OR", "draft)") == ["Invoice", "Re: Annual report"])
    #expect(try subjects("report", "-draft") == ["Annual report"])
    #expect(try subjects("--", "-draft", "report") == ["Annual report"])
    #expect(try subjects("-has:attachment", "is:unread", "after:2026").count == 2)
    #expect(try subjects("messageid:<letter-3@example.org>") == ["Invoice"])
    #expect(try subjects("larger:100k") == [])
    #expect(try subjects("account:home", "*").count == 5)
    #expect(try subjects("report", "--sort", "oldest") == ["Annual report", "Re: Annual report"])
    #expect(try subjects("draft report", "--sort", "relevance") == ["Re: Annual report"])
  }

  @Test func `a phrase that a shell took the quotes of is one, and a whole query in quotes too`() throws {
    #expect(try subjects("subject:annual report", "from:bob") == ["Re: Annual report"])
    #expect(try subjects("subject:report annual", "from:bob") == [])
    #expect(try subjects("from:bob draft") == ["Re: Annual report"])
    #expect(try subjects("from:alice to:bob") == ["Annual report"])
    #expect(try subjects("thanks -nonsense") == ["Re: Annual report"])
    #expect(try subjects("is:unread draft") == ["Re: Annual report"])
  }

  /// Command lines of the usual form are read by a way of their own, which knows less and is quicker.
  @Test(arguments: [
    ["report"], ["report", "--json"], ["report", "--count"], ["--count", "report", "--quiet"],
    ["report", "-q", "--json"],
    ["report", "--files"], ["report", "--files", "-0"], ["report", "--threads"],
    ["report", "--no-snippets", "-v"],
    ["report", "--limit", "1", "--page", "2"], ["--sort", "oldest", "report", "--copies"],
    ["subject:annual report"],
    ["report", "--sort", "relevance"], ["invoice", "-draft"], ["-draft", "invoice"],
    ["--", "-draft"], ["-qv", "report"], ["-", "report"], ["report", "--page", "0"],
    ["report", "--limit", "x"],
    ["report", "--files", "--count"], ["report", "--null"], ["form:x"], ["--count"], ["report", "--limit"],
  ])
  func `however a command line is read, it means the same`(words: [String]) throws {
    let short = try home.start(["search"] + words).finish()
    let long = try home.start(["search", "--config=\(home.configuration)"] + words).finish()
    #expect(short.status == long.status && short.output == long.output && short.errors == long.errors)
  }

  @Test func `what was read by somebody is found by its flag`() throws {
    let file = try #require(
      try home.files().first { try readFile($0).contains(Array("only a draft".utf8)) })
    let name = try #require(file.split(separator: "/").last)
    try moveFile(file, to: "\(home.archive)/accounts/home/cur/\(name):2,RS")
    #expect(try subjects("is:replied") == ["Re: Annual report"])
    #expect(try subjects("is:read", "report") == ["Re: Annual report"])
    #expect(try subjects("is:unread", "report") == ["Annual report"])
  }

  @Test func `people get a line a message, and some of its text`() throws {
    let lines = try home.run("search", "choir").succeeds().outputLines
    #expect(lines.count == 4)
    #expect(
      lines[0].wholeMatch(of: /[0-9a-f]{10}  2026-11-03 10:00  Bob +Re: Annual report/) != nil, "\(lines)")
    #expect(lines[1] == "    the annual report of the choir is attached Thanks, that was only a draft.")
    #expect(lines[2].wholeMatch(of: /[0-9a-f]{10}  2026-11-02 09:01  Alice Example +Annual report/) != nil)
    #expect(lines[3].hasPrefix("    Dear Bob, the annual report of the choir"))
    #expect(try home.run("search", "choir", "--no-snippets").succeeds().outputLines == [lines[0], lines[2]])
    #expect(try home.run("search", "choir", "--limit", "1").succeeds().outputLines == Array(lines[0...1]))
    #expect(
      try home.run("search", "choir", "--limit", "1", "--page", "2").succeeds().outputLines
        == Array(lines[2...3]))
    #expect(
      try home.run("search", "choir", "--limit", "1", "--page", "3").succeeds().output.contains("Nothing"))
    #expect(try home.run("search", "choir", "--quiet").succeeds().output == "")
  }

  @Test func `dates are those of a clock here, in queries too`() throws {
    let zone = ["TZ": "LINT-14"]
    let run = try home.start(["search", "date:2026-11-04", "draft"], environment: zone).finish().succeeds()
    #expect(run.output.contains("2026-11-04 00:00"), "\(run)")
    #expect(try home.run("search", "date:2026-11-04", "draft", "--count").succeeds().output == "0\n")
  }

  @Test func `nothing that is found is no failure`() throws {
    let run = try home.run("search", "zebra", "-report").succeeds()
    #expect(run.output == "Nothing was found for: zebra -report\n")
    #expect(try home.run("search", "zebra", "--json").succeeds().json() == .array([]))
    #expect(try home.run("search", "zebra", "--files").succeeds().output == "")
    #expect(try home.run("search", "zebra", "--threads").succeeds().output.contains("Nothing"))
    #expect(try home.run("search", "zebra", "--count").succeeds().output == "0\n")
  }

  @Test func `--count, --files and --threads are of all that is found`() throws {
    #expect(try home.run("search", "report", "--count").succeeds().output == "2\n")
    #expect(try home.run("search", "report", "--count", "--json").succeeds().json()["count"]?.count == 2)
    let files = try home.run("search", "report", "--files").succeeds().outputLines
    let stored = Set(try home.files())
    #expect(files.count == 2 && stored.isSuperset(of: files))
    let ended = try home.run("search", "report", "--files", "-0").succeeds().output
    #expect(ended == files.map { "\($0)\0" }.joined())
    #expect(
      try home.run("search", "report", "--files", "--json").succeeds().json()
        == .array(files.map { .string($0) }))
    let threads = try home.run("search", "choir", "--threads").succeeds().outputLines
    #expect(threads.count == 1)
    #expect(
      threads[0].wholeMatch(of: /[0-9a-f]{10}  2026-11-03 10:00 +2  Alice Example, Bob +Annual report/)
        != nil,
      "\(threads)")
    let thread = try #require(try home.run("search", "choir", "--threads", "--json").succeeds().json()[0])
    #expect(thread.keys == ["thread", "messages", "oldest", "newest", "subject", "participants"])
    #expect(thread["messages"]?.count == 2 && thread["oldest"]?.text == "2026-11-02T09:01:00Z")
    let id = try #require(thread["thread"]?.text)
    #expect(try subjects("thread:\(id)") == ["Re: Annual report", "Annual report"])
    #expect(try subjects("id:\(id)") == ["Annual report"])
  }

  @Test func `--json has the members that the documents name`() throws {
    let message = try #require(try home.run("search", "from:alice", "--json").succeeds().json()[0])
    #expect(
      message.keys == [
        "id", "account", "file", "sha256", "octets", "date", "arrived", "from", "to", "cc", "subject",
        "messageId",
        "inReplyTo", "references", "thread", "defects",
      ])
    #expect(
      message["cc"] == .array([.object(["name": .string("Carol"), "address": .string("carol@example.com")])]))
    #expect(message["octets"]?.count == LetterMail.report.count)
  }

  @Test func `a fault in a query is a sentence, and a mark at its place`() throws {
    let run = try home.run("search", "report", "form:alice")
    #expect(run.status == 64 && run.output == "")
    #expect(
      run.errorLines == [
        "popkeep: There is no field \"form\": did you mean \"from\"?", "  report form:alice", "         ^^^^",
      ])
    #expect(try home.run("search", "account:hmoe").errors.contains("Did you mean \"home\"?"))
    for words in [["search", "account:nope"], ["list", "--account", "nope"]] {
      let run = try home.start(words).finish()
      #expect(run.status == 78)
      #expect(run.errorLines.first == "popkeep: The archive has no account \"nope\". It has: home.")
    }
    for words in [
      [], ["a", "--count", "--files"], ["a", "-0"], ["a", "--page", "0"], ["a", "--limit", "-1"],
      ["a", "--page", "2", "--limit", "0"], ["a", "--sort", "size"], ["a", "--nonsense"],
    ] { #expect(try home.start(["search"] + words).finish().status == 64, "\(words)") }
  }

  @Test func `what came since the last search is found, and an index made anew is searched too`() throws {
    #expect(try subjects("message") == [])
    mailbox.add(21...24)
    try home.run("fetch").succeeds()
    #expect(try subjects("message").count == 4)
    try home.run("reindex").succeeds()
    #expect(try subjects("message").count == 4)
  }
}
