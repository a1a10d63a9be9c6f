import DemoServer
import FoundationEssentials
import Glibc
import TestFiles
import TestServers
import Testing

/// Failures of every kind around a secret: none is in what is said about them. That nothing is in the outputs is looked for
/// by whatever runs the program here; these tests see to it that there are such outputs.
@Suite struct SecretFailureTests {
  private let home: UserHome

  init() throws { home = try UserHome() }

  /// The mechanisms as the configuration names them, with what else of an account they need.
  static let mechanisms = [
    "user", "apop", "plain", "login", "cram-md5", "scram-sha-1", "scram-sha-256", "scram-sha-1-plus",
    "scram-sha-256-plus", "xoauth2", "oauthbearer",
  ]

  /// All that shows a failed log-in, with text of each.
  private func failures() throws -> [CommandRun] {
    let commands = [
      ["check", "--trace"], ["check", "--json"], ["check", "--verbose"], ["fetch", "--verbose"],
      ["fetch", "--json"],
      ["fetch", "--dry-run"], ["status", "--json"], ["status"],
    ]
    return try commands.map { try home.start($0).finish() }
  }

  @Test(arguments: mechanisms)
  func `a wrong password is in nothing that is said of it, whatever the mechanism`(mechanism: String) throws {
    var offer = Offer()
    offer.mechanisms = ["PLAIN", "LOGIN", "XOAUTH2"]
    let mailbox = try ServedMailbox(1...1, offer: offer)
    try home.writePassword(UserHome.wrongPassword)
    try home.configure(mailbox.account(others: "\"auth\": \"\(mechanism)\", "))
    try home.makeArchive()
    let runs = try failures()
    for run in runs.dropLast(2) { #expect([76, 77, 78].contains(run.status), "\(run)") }
    for run in runs { #expect(!run.output.isEmpty || !run.errors.isEmpty) }
  }

  @Test(arguments: ["user", "apop", "plain", "login", "xoauth2"])
  func `a server that says back what it was told is not repeated`(mechanism: String) throws {
    var offer = Offer()
    offer.mechanisms = ["PLAIN", "LOGIN", "XOAUTH2"]
    let mailbox = try ServedMailbox(1...1, offer: offer)
    try home.configure(mailbox.account(others: "\"auth\": \"\(mechanism)\", "))
    try home.makeArchive()
    let (plain, coded) = (UserHome.password, Data(UserHome.password.utf8).base64EncodedString())
    mailbox.server.change { quirks in
      for verb in ["PASS", "APOP", "AUTH"] {
        quirks.replies[verb] = "-ERR what do \(plain) and \(coded) mean?\r\n"
      }
    }
    let runs = try failures()
    #expect(runs[0].errors.contains("what do ****"), "\(runs[0])")
    for run in runs.dropLast(2) { #expect(run.status == 77, "\(run)") }
  }

  @Test func `a proxy that refuses the log-in says nothing of its password, nor do we`() throws {
    // It speaks SOCKS5 without listening: user and password are wanted, and wrong.
    let proxy = try ScriptedServer(
      String(repeating: "S-: \\x05\\x02\\x01\\x01\n! stall\n", count: 12))
    try home.writePassword(UserHome.wrongPassword)
    var account = AccountText(port: 995)
    account.others = """
      "proxy": "socks5h://proxyuser@127.0.0.1:\(proxy.port)", "proxyPassword": { "file": "\(home.passwordFile)" },
      """
    try home.configure(account)
    try home.makeArchive()
    for run in try failures().dropLast(2) { #expect(run.status != 0 && run.status != 70, "\(run)") }
    let check = try home.run("check")
    #expect(check.output.contains("FAILED") && check.output.contains("proxy"), "\(check)")
  }

  @Test(arguments: [
    #""password": { "value": SECRET }"#, #""password": { "value": "SECRET }"#, #""password": "SECRET""#,
    #""password": { "SECRET": 1 }"#, #""password": { "env": "SECRET!" }"#,
    #""password": { "value": "SECRET" }"#,
    #""password": { "credential": "a/SECRET" }"#, #""password": { "keyring": "SECRET" }"#,
    #""password": { "command": "SECRET" }"#, #""proxy": "socks5h://u:SECRET@h""#,
    #""proxy": "http://u:SECRET@h""#,
    #""host": "alice:SECRET@pop.example.org""#, #""oauth": { "clientSecret": "SECRET" }"#,
    #""oauth": { "clientId": "c", "tokenEndpoint": "https://u:SECRET@h/" }"#, #""password": { "SECRET" }"#,
  ])
  func `a broken configuration with a secret in it is refused without it`(member: String) throws {
    let member = member.replacing("SECRET", with: UserHome.password)
    try writeFile(
      home.configuration,
      Array(
        "{ \"archive\": \"\(home.archive)\", \"accounts\": [ { \"name\": \"home\", \"user\": \"alice\", \(member) } ] }"
          .utf8))
    #expect(chmod(home.configuration, 0o644) == 0)
    for command in ["check", "fetch", "daemon", "status", "list"] {
      let run = try home.run(command)
      #expect(run.status == 78, "\(run)")
      #expect(run.errors.contains("config.json:1"), "\(run)")
    }
  }

  @Test func `a password command that fails and talks is told by its end alone`() throws {
    let mailbox = try ServedMailbox(1...1)
    let script = try home.folder.write("tell", text: "#!/bin/sh\ncat \"\(home.passwordFile)\"\nexit 3\n")
    #expect(chmod(script, 0o700) == 0)
    var account = mailbox.account()
    account.passwordCommand = "[\"\(script)\", \"x\"]"
    try home.configure(account)
    try home.makeArchive()
    for run in try failures().dropLast(2) { #expect(run.status == 78, "\(run)") }
  }
}
