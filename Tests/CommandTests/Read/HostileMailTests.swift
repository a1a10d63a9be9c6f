import TestFiles
import Testing

/// Nothing in a message is obeyed by the terminal that it is shown on, whichever command shows it.
@Suite struct HostileMailTests {
  private let home: UserHome
  private let mailbox: ServedMailbox

  private static let name = "<letter-5@example.org>"

  init() throws {
    home = try UserHome()
    mailbox = try ServedMailbox(MadeMail.awkward + LetterMail.all)
    try home.configure(mailbox.account())
    try home.makeArchive()
    try home.run("fetch").succeeds()
  }

  /// Characters that a terminal obeys, or that reorder what stands beside them.
  private func harmful(_ text: String) -> [Unicode.Scalar] {
    text.unicodeScalars.filter { scalar in
      switch scalar.value {
      case 0x0A: false
      case 0...0x1F, 0x7F...0x9F, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069, 0xE0000...0xE007F: true
      case _: false
      }
    }
  }

  @Test func `no command passes on what a terminal would obey`() throws {
    for arguments in [
      ["search", "hostile"], ["search", "hostile", "--json"], ["search", "hostile", "--threads"],
      ["search", "hostile", "--threads", "--json"], ["search", "subject:hostile", "--no-snippets"],
      ["show", Self.name], ["show", Self.name, "--headers"], ["show", Self.name, "--json"], ["list"],
      ["list", "--json"], ["list", "--from", "eve"], ["stats"], ["stats", "--json"],
      ["search", "a\u{1B}[31mb\u{202E}", "form:x\u{9B}"], ["show", "\u{1B}[31m\u{202E}"],
      ["list", "--month", "\u{1B}[31m"], ["stats", "--account", "\u{1B}[31m"],
      ["show", Self.name, "--part", "\u{1B}[31m"],
    ] {
      let run = try home.start(arguments).finish()
      #expect(harmful(run.output) == [] && harmful(run.errors) == [], "\(arguments): \(run)")
      #expect(!(run.output + run.errors).isEmpty, "\(arguments)")
    }
  }

  @Test func `octets of a message are made harmless where a terminal gets them`() throws {
    for (arguments, end) in [
      ([], "Attachments:"), (["--raw"], "--b2--"), (["--part", "3"], "hostile"), (["--part", "1"], "end"),
    ] {
      let terminal = try Terminal()
      let run = try home.start(
        ["show", Self.name] + arguments, environment: ["PAGER": "cat"], terminal: terminal.path,
        screen: terminal.path)
      let shown = try terminal.read(until: end)
      #expect(harmful(shown.replacing("\r\n", with: "\n")) == [], "\(arguments): \(shown)")
      #expect(try run.finish().status == 0)
    }
  }

  @Test func `a part that is no text is not written onto a terminal`() throws {
    let terminal = try Terminal()
    let run = try home.start(
      ["show", Self.name, "--part", "2"], terminal: terminal.path, screen: terminal.path
    ).finish()
    #expect(run.status == 64 && run.errors.contains("> FILE"))
  }
}
