import Testing

/// What `search` shows on a terminal.
@Suite struct SearchScreenTests {
  private let home: UserHome
  private let mailbox: ServedMailbox

  init() throws { (home, mailbox) = try UserHome.withLetters() }

  /// All that a command shows up to `end`.
  private func shown(_ arguments: [String], _ environment: [String: String], until end: String) throws
    -> String
  {
    let terminal = try Terminal()
    let run = try home.start(
      arguments, environment: environment, terminal: terminal.path, screen: terminal.path)
    let shown = try terminal.read(until: end)
    #expect(try run.finish().status == 0)
    return shown
  }

  @Test func `hits are marked on a terminal, unless nobody wants that`() throws {
    let mark = "\u{1B}[1;7mchoir\u{1B}[0m"
    let words = ["search", "choir", "from:bob"]
    let marked = try shown(words, ["PAGER": "cat", "TERM": "xterm"], until: "draft")
    #expect(marked.contains(mark) && marked.contains("\u{1B}[1;7mBob\u{1B}[0m"))
    for environment in [["PAGER": "cat", "NO_COLOR": "1"], ["PAGER": "", "TERM": "dumb"]] {
      let plain = try shown(words, environment, until: "draft")
      #expect(plain.contains("choir") && !plain.contains("\u{1B}"))
    }
    #expect(!(try home.run("search", "choir").succeeds().output.contains("\u{1B}")))
  }

  @Test func `lines go through the pager of the person`() throws {
    let shown = try shown(["search", "choir", "from:bob"], ["PAGER": "sed -e s/^/paged:/"], until: "draft")
    #expect(shown.hasPrefix("paged:"))
    #expect(shown.contains("paged:    the annual"))
  }

  @Test func `a pager that does not start, or ends at once, keeps nobody from reading`() throws {
    for pager in ["no-such-pager-4711", "cat"] {
      #expect(try shown(["search", "choir", "from:bob"], ["PAGER": pager], until: "draft").contains("Bob"))
    }
    let terminal = try Terminal()
    let run = try home.start(
      ["list", "--limit", "0"], environment: ["PAGER": "true"], terminal: terminal.path, screen: terminal.path
    )
    #expect(try run.finish().status == 0)
  }

  @Test func `lines stay within a terminal`() throws {
    let shown = try shown(["search", "report"], ["PAGER": "cat", "NO_COLOR": "1"], until: "Dear Bob")
    // A terminal of unknown width has 80 columns.
    #expect(shown.split(separator: "\r\n").allSatisfy { $0.count <= 80 }, "\(shown)")
  }
}
