import Settings
import TestFiles
import Testing

/// How a server is reached, and what is known of it beforehand.
@Suite struct ConnectionTests {
  private static let digest = (0..<32).map { UInt8($0 * 7) }
  private static let hex = digest.map { "\($0 < 16 ? "0" : "")\(String($0, radix: 16))" }
  private static let base64 = "AAcOFRwjKjE4P0ZNVFtiaXB3foWMk5qhqK+2vcTL0tk="

  private func only(_ keys: String) throws -> Account {
    try #require(try parse(account(keys)).accounts.first)
  }

  @Test(arguments: [
    hex.joined(), hex.joined().uppercased(), hex.joined(separator: ":"), "sha256//\(base64)",
  ])
  func `a pin is hexadecimal digits, with colons or without, or as curl has it`(text: String) throws {
    #expect(try only("pin: '\(text)'").pins.map(\.digest) == [Self.digest])
    #expect(try only("pin: '\(text)'").pins.map(\.description) == [Self.hex.joined()])
  }

  @Test func `several keys may be pinned, as before a key changes`() throws {
    let other = String(repeating: "0", count: 64)
    #expect(try only("pin: ['\(Self.hex.joined())', '\(other)']").pins.count == 2)
  }

  @Test(arguments: [
    "", "00", "sha256//AAAA", "sha1//\(base64)", base64, "sha256/\(base64)", "sha256//\(base64)=",
    "sha256//\(base64.dropLast())", "sha256//\(base64.dropLast(2))*=", String(repeating: "0", count: 63),
    String(repeating: "0", count: 65), String(repeating: "0", count: 63) + "g",
    String(repeating: "0:", count: 31) + "0", hex.dropLast().joined(separator: ":") + "00:",
    String(repeating: "00:", count: 31) + "0:", String(repeating: "+1", count: 32),
  ])
  func `what is no digest of 32 octets is no pin`(text: String) {
    #expect(KeyPin(text) == nil)
  }

  @Test(arguments: [
    (
      "pin: 'abc'",
      "\"pin\" needs the SHA-256 of the server's public key as popkeep check prints it, 64 hexadecimal digits or \"sha256//\" and base64, or a list of such, not \"abc\""
    ),
    (
      "pin: [4]",
      "\"pin\" needs the SHA-256 of the server's public key as popkeep check prints it, 64 hexadecimal digits or \"sha256//\" and base64, or a list of such, but a number stands here"
    ),
    (
      "pin: []",
      "\"pin\" needs the SHA-256 of the server's public key as popkeep check prints it, 64 hexadecimal digits or \"sha256//\" and base64, or a list of such"
    ),
    (
      "pin: 'sha256//\(base64)', caFile: 'ca.pem'",
      "\"pin\" and \"caFile\" exclude one another: with a pin, the key alone tells the server, and no authority counts"
    ),
    (
      "pin: 'sha256//\(base64)', tls: 'none', allowPlaintext: true",
      "\"pin\" needs TLS, but \"tls\" is \"none\": nothing is known of a server on an unencrypted line"
    ),
    (
      "clientCertificate: 'me.pem', tls: 'none', allowPlaintext: true",
      "\"clientCertificate\" needs TLS, but \"tls\" is \"none\": nothing is known of a server on an unencrypted line"
    ),
    (
      "clientCertificate: true",
      "\"clientCertificate\" needs the path of a PEM file, or {\"file\": \"me.pem\", \"key\": \"me.key\"}, but true or false stands here"
    ),
    (
      "clientCertificate: { key: 'me.key' }",
      "\"file\" is missing: the PEM file of the certificate"
    ),
    (
      "clientCertificate: { certificate: 'me.pem' }",
      "unknown key \"certificate\"; \"clientCertificate\" has file, key"
    ),
    ("source: 'example.org'", "\"source\" needs an IP address of this machine, not \"example.org\""),
    ("source: '192.0.2.300'", "\"source\" needs an IP address of this machine, not \"192.0.2.300\""),
    ("proxyPassword: { env: 'P' }", "\"proxyPassword\" needs a \"proxy\""),
    (
      "proxy: 'socks5h://h', proxyPassword: { env: 'P' }",
      "\"proxyPassword\" needs a user in \"proxy\", as in \"socks5h://user@proxy.example.org\""
    ),
    (
      "proxy: 'socks5h://u@h'",
      "\"proxy\" names a user: \"proxyPassword\" is missing, such as {\"command\": [\"pass\", \"show\", \"proxy\"]}"
    ),
    (
      "proxy: 'h:1080'",
      "\"proxy\" needs a URL such as \"socks5h://proxy.example.org:1080\""
    ),
    (
      "proxy: 'http://h:8080'",
      "\"proxy\" needs a URL such as \"socks5h://proxy.example.org:1080\": popkeep knows socks5h:// and socks5:// alone"
    ),
    (
      "proxy: 'socks5://'",
      "\"proxy\" needs a URL such as \"socks5h://proxy.example.org:1080\": there is no host name in it"
    ),
    ("proxy: 'socks5://h:0'", "\"proxy\" has a port that is no number from 1 to 65535"),
    ("proxy: 'socks5://h:+1'", "\"proxy\" has a port that is no number from 1 to 65535"),
    (
      "proxy: 'socks5://@h'",
      "\"proxy\" has no user before its @, or one with a broken %-sign: @ is written %40"
    ),
  ])
  func `refusals`(keys: String, sentence: String) {
    #expect(refusal(of: account(keys)) == "config.json:4: \(sentence)")
  }

  @Test(arguments: [
    "proxy: 'socks5h://u:hunter2@h'", "proxy: 'hunter2'", "proxy: 'x://hunter2'",
    "proxy: 'socks5h://hunter2:x'",
    "proxy: 'socks5h://h', proxyPassword: 'hunter2'", "proxy: 'socks5h://u:hunter2'",
    "proxy: 'socks5h://u@h', proxyPassword: { hunter2: 1 }", "proxy: 'socks5h://u@@:hunter2'",
  ])
  func `no refusal of a proxy shows what could be its password`(keys: String) {
    let sentence = refusal(of: account(keys))
    #expect(sentence.hasPrefix("config.json:4: ") && !sentence.contains("hunter2"), "\(sentence)")
  }

  @Test func `a proxy is told by its URL, and its user's %-signs are undone`() throws {
    let password = PasswordSource.env("P")
    #expect(try only("proxy: 'socks5h://h'").proxy == ProxySettings(host: "h"))
    #expect(
      try only("proxy: 'SOCKS5://[::1]:9050/'").proxy
        == ProxySettings(host: "::1", port: 9050, looksUpNames: false))
    #expect(
      try only("proxy: 'socks5://a%40b%3a%C3%A9@192.0.2.1', proxyPassword: { env: 'P' }").proxy
        == ProxySettings(host: "192.0.2.1", looksUpNames: false, user: "a@b:é", password: password))
  }

  @Test(arguments: [("192.0.2.1", "192.0.2.1"), ("::1", "::1"), ("[fe80::1%eth0]", "fe80::1%eth0")])
  func `a source is an address of this machine`(text: String, address: String) throws {
    #expect(try only("source: '\(text)'").source == address)
  }

  @Test func `a certificate and its key are in one file or in two`() throws {
    let home = "/home/alice"
    #expect(
      try only("clientCertificate: '~/me.pem'").clientCertificate
        == ClientCertificate(file: "\(home)/me.pem", key: "\(home)/me.pem"))
    #expect(
      try only("clientCertificate: { file: '~/me.pem' }").clientCertificate
        == ClientCertificate(file: "\(home)/me.pem", key: "\(home)/me.pem"))
    #expect(
      try only("clientCertificate: { file: '~/me.pem', key: '/k' }").clientCertificate
        == ClientCertificate(file: "\(home)/me.pem", key: "/k"))
  }

  @Test func `what an account says itself takes the place of what the defaults say instead`() throws {
    func accounts(_ defaults: String, _ own: String) throws -> Account? {
      try parse(
        "{ archive: '/m', defaults: { host: 'h', \(defaults) }, accounts: [ { name: 'n', user: 'u', \(own) } ] }"
      ).accounts.first
    }
    let pinned = try accounts("caFile: '/ca'", "pin: '\(Self.hex.joined())'")
    #expect(pinned?.caFile == nil && pinned?.pins.count == 1)
    let trusted = try accounts("pin: '\(Self.hex.joined())'", "caFile: '/ca'")
    #expect(trusted?.caFile == "/ca" && trusted?.pins == [])
    let tokens = try accounts("password: { env: 'P' }", "oauth: { tokenCommand: ['t'] }")
    #expect(tokens?.password == nil && tokens?.oauth == .command(["t"]))
    let password = try accounts("oauth: { tokenCommand: ['t'] }", "password: { env: 'P' }")
    #expect(password?.password == .env("P") && password?.oauth == nil)
    let proxy = try accounts("proxy: 'socks5h://u@a', proxyPassword: { env: 'P' }", "proxy: 'socks5h://b'")
    #expect(proxy?.proxy == ProxySettings(host: "b"))
  }
}
