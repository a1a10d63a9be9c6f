import Glibc
import Settings
import TestFiles
import Testing

/// How an account logs in: mechanisms, and what OAuth 2.0 needs.
@Suite struct LogInSettingsTests {
  private func only(_ keys: String) throws -> Account {
    try #require(try parse(account(keys)).accounts.first)
  }

  @Test(arguments: AuthMechanism.allCases)
  func `every mechanism has its name`(mechanism: AuthMechanism) throws {
    let needs =
      switch mechanism {
      case .oauthbearer, .xoauth2: ", oauth: { tokenCommand: ['t'] }"
      case .external: ", clientCertificate: 'me.pem'"
      case .scramSHA256Plus, .scramSHA256, .scramSHA1Plus, .scramSHA1, .plain, .user, .login, .cramMD5, .apop:
        ""
      }
    #expect(try only("auth: '\(mechanism.rawValue)'\(needs)").auth == mechanism)
  }

  @Test func `a token may be the password of an account`() throws {
    #expect(try only("auth: 'xoauth2', password: { command: ['t'] }").password == .command(["t"]))
  }

  @Test(arguments: [
    (
      "auth: 'scram-sha256'",
      #""auth" needs "scram-sha-256-plus", "scram-sha-256", "scram-sha-1-plus", "scram-sha-1", "oauthbearer", "xoauth2", "external", "plain", "user", "login", "cram-md5" or "apop", not "scram-sha256"; did you mean "scram-sha-256"?"#
    ),
    (
      "auth: 'xoauth2'",
      #""auth": "xoauth2" needs an access token: write "oauth", or a "password" that is one, such as a command that prints it"#
    ),
    (
      "auth: 'external'",
      #""auth": "external" logs in by a certificate of your own: "clientCertificate" is missing"#
    ),
    (
      "auth: 'scram-sha-1-plus', tls: 'none', allowPlaintext: true",
      #""auth": "scram-sha-1-plus" is bound to TLS, but "tls" is "none""#
    ),
    (
      "auth: 'plain', oauth: { tokenCommand: ['t'] }",
      #""auth": "plain" takes no tokens: with "oauth" it is "xoauth2" or "oauthbearer", or left out"#
    ),
    (
      "password: { env: 'P' }, oauth: { tokenCommand: ['t'] }",
      #""password" and "oauth" exclude one another: an account logs in by a password or by tokens"#
    ),
    ("oauth: true", #""oauth" is an object in { }, but true or false stands here"#),
    (
      "oauth: {}",
      #""clientId" is missing: the id that the provider gave your program (docs/oauth.md says how to get one); or write "tokenCommand""#
    ),
    (
      "oauth: { clientId: 'c' }",
      #""oauth" needs a "provider", or its endpoints: "tokenEndpoint" is missing"#
    ),
    (
      "oauth: { clientId: 'c', tokenEndpoint: 'https://h/t' }",
      #""oauth" needs a "provider", or its endpoints: "authorizationEndpoint" or "deviceEndpoint" is missing"#
    ),
    (
      "oauth: { clientId: 'c', tokenCommand: ['t'] }",
      #""tokenCommand" prints the tokens that it gets by itself: no other key of "oauth" stands beside it"#
    ),
    (
      "oauth: { tokenCommand: 't' }",
      #""tokenCommand" needs a list of the program and its arguments, such as ["oama", "access", "alice@example.org"]; no shell reads it"#
    ),
    (
      "oauth: { client_id: 'c' }",
      #"unknown key "client_id"; did you mean "clientId"?"#
    ),
    (
      "oauth: { provider: 'goo gle', clientId: 'c' }",
      #""provider" needs a provider's name such as "google", of letters, digits and . _ - alone"#
    ),
    (
      "oauth: { provider: 'microsoft', clientId: 'c', tenant: '../x' }",
      #""tenant" needs a tenant's name or id, of letters, digits and . _ - alone"#
    ),
    (
      "oauth: { clientId: 'c', tenant: 'x', tokenEndpoint: 'https://h', deviceEndpoint: 'https://h' }",
      #""tenant" needs a "provider" that has such: without, write it into the endpoints"#
    ),
    (
      "oauth: { provider: 'google', clientId: 'c', redirectPort: 0 }",
      #""redirectPort" needs a whole number from 1 to 65535"#
    ),
  ])
  func `refusals`(keys: String, sentence: String) {
    #expect(refusal(of: account(keys)) == "config.json:4: \(sentence)")
  }

  @Test func `a client of an authorization server has an id, and everything else is optional`() throws {
    #expect(
      try only("oauth: { provider: 'google', clientId: 'c.apps' }").oauth
        == .client(OAuthClient(provider: "google", clientID: "c.apps", tokens: "/mail/.popkeep/tokens")))
    let full = """
      oauth: { provider: 'microsoft', clientId: 'c', clientSecret: { file: '/s' }, tenant: 'example.org',
        authorizationEndpoint: 'https://h/a?x=y', deviceEndpoint: 'https://h:8443/d', tokenEndpoint: 'http://127.0.0.1:80/t',
        scope: 'a b', redirectPort: 8080, tokens: '~/tokens' }
      """
    #expect(
      try only(full).oauth
        == .client(
          OAuthClient(
            provider: "microsoft", clientID: "c", clientSecret: .file("/s"), tenant: "example.org",
            authorizationEndpoint: "https://h/a?x=y", deviceEndpoint: "https://h:8443/d",
            tokenEndpoint: "http://127.0.0.1:80/t", scope: "a b", redirectPort: 8080,
            tokens: "/home/alice/tokens")))
  }

  @Test(arguments: [
    "https://login.example.org/token", "HTTPS://h", "http://localhost:1/t", "http://[::1]/t",
    "http://127.3.2.1/t",
    "https://[2001:db8::1]:443/t?x=1",
  ])
  func `an endpoint is https, or http to this machine`(address: String) throws {
    let keys = "oauth: { provider: 'x', clientId: 'c', tokenEndpoint: '\(address)' }"
    guard case .client(let client) = try only(keys).oauth else {
      Issue.record("no client")
      return
    }
    #expect(client.tokenEndpoint == address)
  }

  @Test(arguments: [
    ("http://login.example.org/t", "needs https:// before a server's name: tokens never go unencrypted"),
    ("http://127.example.org/t", "needs https:// before a server's name: tokens never go unencrypted"),
    ("http://localhost.example.org", "needs https:// before a server's name: tokens never go unencrypted"),
    ("https://u:hunter2@h/t", "has a user in it: leave it out"),
    ("http://localhost@evil.example.org/", "has a user in it: leave it out"),
    ("https://h/t#hunter2", "has a # in it, behind which nothing is sent"),
    (
      "https://",
      "needs a URL such as \"https://login.example.org/token\": there is no host name in it"
    ),
    ("https://h:99999/", "has a port that is no number from 1 to 65535"),
    ("https://h:/", "has a port that is no number from 1 to 65535"),
    (
      "https://[::1/",
      "needs a URL such as \"https://login.example.org/token\": there is no host name in it"
    ),
    ("ftp://h/hunter2", "needs a URL such as \"https://login.example.org/token\""),
    ("hunter2", "needs a URL such as \"https://login.example.org/token\""),
    ("https://h/a b", "needs a URL such as \"https://login.example.org/token\""),
    (#"https://h\\@evil/"#, "needs a URL such as \"https://login.example.org/token\""),
  ])
  func `any other address is refused, and not quoted`(address: String, end: String) {
    let keys = "oauth: { provider: 'x', clientId: 'c', tokenEndpoint: '\(address)' }"
    #expect(refusal(of: account(keys)) == "config.json:4: \"tokenEndpoint\" \(end)")
  }

  @Test func `variables with passwords are known, whatever the password is for`() throws {
    let configuration = try parse(
      """
      { archive: '/m', defaults: { host: 'h' }, accounts: [
        { name: 'a', user: 'u', password: { env: 'A' } },
        { name: 'b', user: 'u', proxy: 'socks5h://u@h', proxyPassword: { env: 'B' } },
        { name: 'c', user: 'u', oauth: { provider: 'google', clientId: 'c', clientSecret: { env: 'C' } } } ] }
      """)
    #expect(configuration.passwordVariables == ["A", "B", "C"])
  }

  @Test(arguments: [
    "password: { value: 'hunter2' }", "proxy: 'socks5h://u@h', proxyPassword: { value: 'hunter2' }",
    "oauth: { provider: 'google', clientId: 'c', clientSecret: { value: 'hunter2' } }",
  ])
  func `a file with any secret in it is for its owner alone`(keys: String) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("config.json", text: account(keys))
    #expect(chmod(file, 0o644) == 0)
    let failure = #expect(throws: ConfigurationFailure.self) { try Configuration.load(file: file, home: nil) }
    #expect(failure?.description.contains("(mode 644): run chmod 600") == true)
    #expect(failure?.description.contains("hunter2") == false)
    #expect(chmod(file, 0o600) == 0)
    _ = try Configuration.load(file: file, home: nil)
  }
}
