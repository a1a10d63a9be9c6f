import Glibc
import TestFiles
import Testing

/// A password that is typed: the terminal echoes again, however the question ends.
@Suite struct PromptTests {
  private let home: UserHome
  private let terminal: Terminal
  private let question = "Password of alice at 127.0.0.1: "

  init() throws {
    home = try UserHome()
    terminal = try Terminal()
    var account = AccountText(port: 1)
    account.password = "null"
    try home.configure(account)
    let text = String(decoding: try readFile(home.configuration), as: UTF8.self)
    try writeFile(home.configuration, Array(text.replacing("\"password\": null, ", with: "").utf8))
    try home.makeArchive()
  }

  private func start() throws -> StartedCommand {
    let command = try home.start(["fetch"], terminal: terminal.path)
    try terminal.read(until: question)
    try Awaited.until("no echo") { try !terminal.echoes() }
    return command
  }

  @Test(arguments: [SIGINT, SIGTERM, SIGHUP, SIGQUIT])
  func `after a signal that ends the program the terminal echoes again`(signal: Int32) throws {
    let command = try start()
    command.signal(signal)
    #expect(try command.finish().status == 128 + signal)
    #expect(try terminal.echoes())
  }

  @Test func `Ctrl-C ends the question, and the terminal echoes again`() throws {
    let command = try start()
    try terminal.type("\u{3}")
    #expect(try command.finish().status == 128 + SIGINT)
    #expect(try terminal.echoes())
  }

  @Test func `who puts the program aside finds the echo on, and is asked again afterwards without`() throws {
    // A shell with job control: without one nobody could have the program go on, and the system lets nothing stop.
    let script = "set -m; \"$@\"; printf aside >/dev/tty; read x </dev/tty; fg >/dev/null; exit $?"
    let shell = try home.start(["fetch"], terminal: terminal.path, under: ["sh", "-c", script, "sh"])
    try terminal.read(until: question)
    try Awaited.until("no echo") { try !terminal.echoes() }
    try terminal.type("\u{1A}")
    try terminal.read(until: "aside")
    #expect(try terminal.echoes())
    try terminal.type("\n")
    try terminal.read(until: question)
    try Awaited.until("no echo") { try !terminal.echoes() }
    try terminal.type("\(UserHome.password)\n")
    #expect(!(try terminal.read(until: "\r\n")).contains(UserHome.password))
    // Nobody listens at port 1.
    #expect(try shell.finish().status == 69)
    #expect(try terminal.echoes())
  }

  @Test func `a signal that is ignored, as under nohup, stays so while a password is typed`() throws {
    let command = try home.start(
      ["fetch"], terminal: terminal.path, under: ["sh", "-c", "trap '' HUP; exec \"$@\"", "sh"])
    try terminal.read(until: question)
    try Awaited.until("no echo") { try !terminal.echoes() }
    command.signal(SIGHUP)
    try terminal.type("\(UserHome.password)\n")
    #expect(try command.finish().status == 69)
  }
}
