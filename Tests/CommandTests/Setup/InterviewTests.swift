import Glibc
import TestFiles
import Testing

/// What `init` and `fetch` ask on a terminal.
@Suite struct InterviewTests {
  private let home: UserHome
  private let mailbox: ServedMailbox
  private let terminal: Terminal

  init() throws {
    home = try UserHome()
    mailbox = try ServedMailbox(1...3)
    terminal = try Terminal()
  }

  @Test func `init asks for what the options leave open`() throws {
    let port = ["--port", "\(mailbox.port)", "--ca-file", mailbox.caFile, "--user", "alice"]
    let command = try home.start(["init", "--no-lookup"] + port, terminal: terminal.path)
    try terminal.answer("Mail address: ", "alice@example.org")
    try terminal.answer("POP3 server [pop.example.org]: ", "http://127.0.0.1")
    try terminal.answer("POP3 server [pop.example.org]: ", "127.0.0.1")
    try terminal.answer("[t]: ", "f")
    try terminal.answer("mode 0600: ", "~/password")
    try terminal.answer("[~/Mail/popkeep]: ", "")
    let run = try command.finish().succeeds()
    #expect(run.errors.contains("http://127.0.0.1"))
    #expect(access(home.folder("Mail/popkeep/.popkeep/archive.json"), F_OK) == 0)
    try home.run("fetch").succeeds()
    #expect(mailbox.remaining.count == 3)
  }

  @Test func `a password is asked for without echo, for the try and for each fetch`() throws {
    let arguments = [
      "init", "alice@example.org", "--host", "127.0.0.1", "--port", "\(mailbox.port)", "--ca-file",
      mailbox.caFile, "--user", "alice", "--archive", home.archive,
    ]
    let command = try home.start(arguments, terminal: terminal.path)
    try terminal.answer("[t]: ", "")
    try terminal.answer("Password of alice at 127.0.0.1: ", UserHome.password)
    try command.finish().succeeds()
    let text = String(decoding: try readFile(home.configuration), as: UTF8.self)
    #expect(!text.contains("\"password\""))
    let fetch = try home.start(["fetch"], terminal: terminal.path)
    let shown = try terminal.answer("Password of alice at 127.0.0.1: ", UserHome.password)
    #expect(!shown.contains(UserHome.password))
    try fetch.finish().succeeds()
    #expect(try home.stored(account: "alice").count == 3)
  }

  @Test(arguments: [("n", false), ("y", true)])
  func `where the log-in fails the user decides whether to write all the same`(
    answer: String, isWritten: Bool
  ) throws {
    try home.writePassword(UserHome.wrongPassword)
    let arguments = [
      "init", "alice@example.org", "--host", "127.0.0.1", "--port", "\(mailbox.port)", "--ca-file",
      mailbox.caFile, "--user", "alice", "--archive", home.archive, "--password-file", home.passwordFile,
    ]
    let command = try home.start(arguments, terminal: terminal.path)
    try terminal.answer("(y/n) [n]: ", answer)
    #expect(try command.finish().status == (isWritten ? 0 : 77))
    #expect((access(home.configuration, F_OK) == 0) == isWritten)
    #expect((access(home.archive, F_OK) == 0) == isWritten)
  }
}
