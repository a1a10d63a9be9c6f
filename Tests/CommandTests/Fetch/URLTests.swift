import Glibc
import TestFiles
import Testing

/// Fetching without a configuration.
@Suite struct URLTests {
  private let home: UserHome
  private let mailbox: ServedMailbox

  init() throws {
    home = try UserHome()
    mailbox = try ServedMailbox(1...5)
  }

  private var url: String { "pop3s://alice@127.0.0.1:\(mailbox.port)" }

  @Test func `a URL is fetched into an archive that --create makes, and nothing is deleted`() throws {
    let arguments = [
      "fetch", url, "--to", home.archive, "--ca-file", mailbox.caFile, "--password-command",
      "cat '\(home.passwordFile)'",
    ]
    try home.start(arguments, environment: [:]).finish().fails(78, home.archive, "--create")
    #expect(access(home.archive, F_OK) != 0)
    let run = try home.start(arguments + ["--create"]).finish().succeeds()
    #expect(run.output.contains("5 messages fetched"))
    let again = try home.start(arguments + ["--create", "--json"]).finish().succeeds()
    #expect(try again.json()["accounts"]?[0]?["fetched"]?.count == 0)
    let accounts = try folderNames("\(home.archive)/accounts")
    let account = try #require(accounts.first)
    // The port is part of what tells mailboxes apart.
    #expect(accounts.count == 1 && account.hasPrefix("alice@127.0.0.1-"))
    #expect(Set(try home.stored(account: account)) == Set(MadeMail.contents(1...5)))
    #expect(mailbox.remaining.count == 5)
    #expect(access(home.configuration, F_OK) != 0)
  }

  @Test func `the password may come from a file that is the user's alone`() throws {
    let arguments = [
      "fetch", url, "--to", home.archive, "--create", "--ca-file", mailbox.caFile, "--password-file",
      home.passwordFile,
    ]
    try home.start(arguments).finish().succeeds()
    try home.writePassword(UserHome.password, mode: 0o640)
    try home.start(arguments + ["--quiet"]).finish().fails(78, home.passwordFile)
  }

  @Test func `a password in the URL is refused and not repeated`() throws {
    let run = try home.run(
      "fetch", "pop3s://alice:hush-hush@127.0.0.1:\(mailbox.port)", "--to", home.archive, "--create")
    run.fails(64, "--password-command")
    #expect(!(run.output + run.errors).contains("hush"))
    #expect(access(home.archive, F_OK) != 0)
    #expect(mailbox.commands() == [])
  }

  @Test func `without a password source and without a terminal the sentence says what to do`() throws {
    try home.run("fetch", url, "--to", home.archive, "--create").fails(78, "--password-command")
    #expect(access(home.archive, F_OK) != 0)
  }

  @Test(arguments: [
    "pop3s://alice%0D%0ADELE@127.0.0.1", "pop3s://alice%+4@127.0.0.1", "http://alice@127.0.0.1",
    "pop3s://127.0.0.1", "pop3s://@127.0.0.1", "pop3s://alice%4@127.0.0.1",
    "pop3s://alice@127.0.0.1:0", "pop3s://alice@127.0.0.1:pop", "pop3s://alice@",
  ])
  func `a URL that is none ends with 64`(url: String) throws {
    let arguments = ["fetch", url, "--to", home.archive, "--create", "--password-file", home.passwordFile]
    try home.start(arguments).finish().fails(64)
    #expect(access(home.archive, F_OK) != 0)
  }
}
