import DemoServer
import Glibc
import TestFiles
import TestServers
import Testing

/// Each way in which a stage of `check` fails: the stage, the exit code, and the whole sentence with its remedy.
@Suite(.timeLimit(.minutes(3))) struct CheckFailureTests {
  private let bench: CheckBench
  private var home: UserHome { bench.home }
  private var authority: TestAuthority { bench.authority }

  init() throws { bench = try CheckBench() }

  @Test(arguments: [
    (
      #""env": "POPKEEP_NO_SUCH""#,
      "The environment variable \"POPKEEP_NO_SUCH\", which the password is to come from, is not set."
    ),
    (
      #""command": ["false"]"#,
      "The password command \"false\" ended with status 1: run it by hand to see why."
    ),
    (
      #""command": ["/nowhere/pass"]"#,
      "The password command \"/nowhere/pass\" is not there: write its whole path, or install it."
    ),
    (#""file": "/nowhere/password""#, "The password file \"/nowhere/password\" is not there."),
  ])
  func `a password that cannot be had`(source: String, sentence: String) throws {
    var account = AccountText(port: 9, passwordCommand: "[]")
    account.others = ""
    let text = account.text(passwordFile: "").replacing("\"command\": []", with: source)
    try writeFile(
      home.configuration,
      Array("{ \"archive\": \"\(home.archive)\", \"minFree\": \"0%\", \"accounts\": [ \(text) ] }".utf8))
    let run = try home.run("check")
    #expect(run.status == 78)
    #expect(run.outputLines.contains { $0.hasPrefix("  password") && $0.hasSuffix(sentence) }, "\(run)")
  }

  @Test func `a host that is not there, and a port where nobody listens`() throws {
    #expect(
      try bench.check(AccountText(host: "pop.example.invalid", port: 995)).lines.first.map {
        // Where there is no name server, nobody can tell that the name does not exist.
        [
          "There is no host named pop.example.invalid: check its spelling.",
          "The name pop.example.invalid cannot be looked up now: check this machine's network and name servers.",
        ].contains($0)
      } == true)
    let server = try ScriptedServer("! end")
    let port = server.port
    server.stop()
    #expect(
      try bench.check(AccountText(port: port))
        == CheckBench.Failed(
          stage: "connect", status: 69,
          lines: [
            "127.0.0.1 refuses connections on port PORT: check the port (995 for implicit TLS, 110 for STLS), or try again later."
          ]))
  }

  @Test(arguments: [
    (
      #""source": "192.0.2.77", "#, Int32(78),
      "Connections cannot come from 192.0.2.77 (Cannot assign requested address): check \"source\", which is an address of this machine."
    ),
    (
      #""source": "::1", "#, 78,
      "No connection from ::1 leads to 127.0.0.1, whose addresses are of another kind: check \"source\"."
    ),
    (
      #""proxy": "socks5h://127.0.0.1:9", "#, 69,
      "The proxy 127.0.0.1:9 cannot be reached (it refuses connections): check \"proxy\"."
    ),
  ])
  func `a way that leads nowhere`(others: String, status: Int32, sentence: String) throws {
    let failed = try bench.check(AccountText(port: 995, others: others))
    #expect(failed == CheckBench.Failed(stage: "connect", status: status, lines: [sentence]))
  }

  /// The lines about a certificate behind its sentence: chain, names, and how to trust its key.
  private func check(
    names: [String] = ["127.0.0.1"], validFor seconds: Int64 = 86_400, trusted: Bool = true,
    others: String = ""
  ) throws -> CheckBench.Failed {
    let mailbox = try ServedMailbox(
      MadeMail.contents(1...1), names: names, validFor: seconds, authority: authority)
    return try bench.check(
      AccountText(port: mailbox.port, caFile: trusted ? authority.file : nil, others: others))
  }

  @Test func `a certificate that is not to be trusted is shown with its key`() throws {
    let expired = try check(validFor: -60)
    #expect(expired.stage == "tls" && expired.status == 76)
    #expect(expired.lines.first?.hasPrefix("The certificate of 127.0.0.1 has expired (20") == true)
    #expect(
      expired.lines.first?.hasSuffix(": its operator must renew it, unless this machine's clock is wrong.")
        == true)
    let other = try check(names: ["pop.example.org"])
    #expect(
      other.lines.first
        == "The certificate of 127.0.0.1 is for pop.example.org: write the host as the certificate has it, if the provider says so."
    )
    #expect(other.lines.contains("for: pop.example.org"))
    let stranger = try check(trusted: false)
    #expect(
      stranger.lines.first
        == "The certificate of 127.0.0.1 comes from CN=popkeep test authority, which this machine does not trust: install ca-certificates, or name the authority's PEM file as caFile if you trust it."
    )
    for failed in [expired, other, stranger] {
      #expect(failed.lines[1] == "No password was sent.")
      #expect(
        failed.lines.suffix(2).first
          == "If you know by another way that this is your server's key, trust it alone:")
      #expect(failed.lines.last?.hasPrefix("\"pin\": \"") == true && failed.lines.last?.count == 73)
    }
  }

  @Test func `the key that check prints is the one that is trusted, and no other`() throws {
    let mailbox = try ServedMailbox(
      MadeMail.contents(1...1), names: ["pop.example.org"], authority: authority)
    var account = AccountText(port: mailbox.port)
    let pin = try #require(try bench.check(account).lines.last)
    account.others = "\(pin), "
    try home.configure(account)
    let run = try home.run("check").succeeds()
    #expect(run.output.contains("key: \(pin.dropFirst(8).dropLast())"))
    account.others = "\"pin\": \"\(String(repeating: "0", count: 64))\", "
    let failed = try bench.check(account)
    #expect(failed.stage == "tls" && failed.status == 76)
    #expect(
      failed.lines.first
        == "The certificate of 127.0.0.1 has another key than the pinned: somebody may be in the line; if its operator has changed the key, pin the new one."
    )
  }

  @Test func `a server that speaks no TLS, and a file of authorities that is not there`() throws {
    let plain = try ScriptedServer("S: +OK ready\n! end")
    #expect(
      try bench.check(AccountText(port: plain.port, others: "\"timeout\": \"1s\", "))
        == CheckBench.Failed(
          stage: "tls", status: 76,
          lines: [
            "What 127.0.0.1 sends is not TLS: check the port (995 for implicit TLS, 110 for STLS) and the kind of TLS.",
            "No password was sent.",
          ]))
    #expect(
      try bench.check(AccountText(port: plain.port, caFile: "/nowhere/ca.pem"))
        == CheckBench.Failed(
          stage: "tls", status: 78,
          lines: ["The CA file /nowhere/ca.pem cannot be read or holds no certificate: name a PEM file."]))
    let silent = try ScriptedServer("! stall")
    #expect(
      try bench.check(AccountText(port: silent.port, others: "\"timeout\": \"1s\", "))
        == CheckBench.Failed(
          stage: "tls", status: 69,
          lines: [
            "127.0.0.1 answers on port PORT, but not with TLS: check the port and the kind of TLS, or try again later."
          ]))
  }

  @Test func `a certificate of one's own that is of no use`() throws {
    let key = home.folder("client.pem")
    try writeFile(key, Array("no key".utf8))
    chmod(key, 0o640)
    let others = "\"clientCertificate\": \"\(key)\", "
    #expect(
      try check(others: others)
        == CheckBench.Failed(
          stage: "tls", status: 78,
          lines: ["The private key HOME/client.pem is open to others (mode 640): run chmod 600 on it."]))
    chmod(key, 0o600)
    #expect(
      try check(others: others)
        == CheckBench.Failed(
          stage: "tls", status: 78,
          lines: [
            "HOME/client.pem holds no certificate and key for \"clientCertificate\": both must be PEM without a passphrase, and belong together."
          ]))
  }
}
