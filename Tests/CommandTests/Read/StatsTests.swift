import Testing

/// `popkeep stats`.
@Suite struct StatsTests {
  private let home: UserHome
  private let mailbox: ServedMailbox

  init() throws { (home, mailbox) = try UserHome.withLetters() }

  @Test func `messages are counted by account, year, sender and size, with bars`() throws {
    let lines = try home.run("stats").succeeds().outputLines
    #expect(lines[0].hasPrefix("5 messages (") && lines[0].hasSuffix(", from 2023-01-06 to 2026-11-05"))
    for heading in ["By account", "By year", "By sender", "By size"] { #expect(lines.contains(heading)) }
    #expect(lines.contains { $0.wholeMatch(of: /\x20 2026  4 +[0-9.]+ K?B  █+/) != nil }, "\(lines)")
    #expect(lines.contains { $0.wholeMatch(of: /\x20 2023  1 +[0-9.]+ K?B +█+▌?/) != nil }, "\(lines)")
    #expect(lines.contains { $0.hasPrefix("  Jürgen Müller <juergen@") })
    let months = try home.run("stats", "--by", "month").succeeds().outputLines
    #expect(months.count { $0.contains("█") } == 2 && months.contains { $0.hasPrefix("  2026-11  4") })
    #expect(try home.run("stats", "--quiet").succeeds().output == "")
    try home.run("stats", "--account", "work").fails(78, "work", "home")
    for arguments in [["--by", "colour"], ["--limit", "-1"]] {
      #expect(try home.start(["stats"] + arguments).finish().status == 64)
    }
  }

  @Test func `--json has the members that the documents name`() throws {
    let document = try home.run("stats", "--json").succeeds().json()
    #expect(
      document.keys == ["messages", "octets", "first", "last", "accounts", "years", "senders", "sizes"])
    #expect(document["octets"]?.count == LetterMail.all.map(\.count).reduce(0, +))
    #expect(document["first"]?.text == "2023-01-06T03:00:00Z")
    #expect(document["years"]?.items.map { $0["year"]?.text } == ["2023", "2026"])
    #expect(document["years"]?[1]?.keys == ["year", "messages", "octets"])
    #expect(document["accounts"]?[0]?.keys == ["name", "messages", "octets"])
    #expect(document["senders"]?[0]?.keys == ["name", "address", "messages", "octets"])
    #expect(document["sizes"]?[0]?.keys == ["from", "to", "messages", "octets"])
    #expect(document["sizes"]?.items.last?["to"] == .null)
    #expect(document["sizes"]?.items.compactMap { $0["messages"]?.count }.reduce(0, +) == 5)
    let one = try home.run("stats", "--by", "sender", "--limit", "1", "--json").succeeds().json()
    #expect(
      one.keys == ["messages", "octets", "first", "last", "senders"] && one["senders"]?.items.count == 1)
    let empty = try UserHome()
    try empty.configure(mailbox.account())
    try empty.makeArchive()
    let nothing = try empty.run("stats", "--json").succeeds().json()
    #expect(nothing["messages"]?.count == 0 && nothing["first"] == .null && nothing["years"] == .array([]))
    #expect(try empty.run("stats").succeeds().outputLines.first == "0 messages (0 B)")
  }
}
