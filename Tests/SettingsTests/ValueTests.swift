import Settings
import Testing

/// What valid configurations mean.
@Suite struct ValueTests {
  @Test func `an account needs a name, a host and a user, and the rest has its default`() throws {
    let configuration = try parse(account(""))
    #expect(
      configuration
        == Configuration(
          archive: "/mail", minFree: .percent(1),
          accounts: [
            Account(
              name: "home", host: "pop.example.org", port: 995, tls: .implicit, allowPlaintext: false,
              caFile: nil,
              user: "alice", auth: nil, password: nil, every: .seconds(300), timeout: .seconds(60),
              onServer: .keep,
              markRead: false, partition: .none, maxMessageSize: nil, enabled: true)
          ]))
  }

  @Test func `defaults stand behind every account, and a value replaces them whole`() throws {
    let configuration = try parse(
      """
      { "archive": "~", "minFree": "5GB",
        "defaults": { "host": "pop.example.org", "every": "1h", "markRead": true,
          "onServer": { "deleteAfter": "30d", "maxDeletes": 9 } },
        "accounts": [
          { "name": "a", "user": "a" },
          { "name": "b", "user": "b", "host": "::1", "every": "90s", "markRead": false, "onServer": { "keepNewest": 3 } } ] }
      """)
    #expect(configuration.archive == "/home/alice")
    #expect(configuration.minFree == .octets(5_000_000_000))
    let (a, b) = (
      try #require(configuration.account(named: "a")), try #require(configuration.account(named: "b"))
    )
    #expect(a.host == "pop.example.org" && b.host == "::1")
    #expect(a.every == .seconds(3600) && b.every == .seconds(90))
    #expect(a.markRead && !b.markRead)
    #expect(a.onServer == RetentionRule(deleteAfter: 2_592_000, maxDeletes: 9))
    #expect(b.onServer == RetentionRule(keepNewest: 3))
    #expect(configuration.account(named: "c") == nil)
  }

  @Test(arguments: [("implicit", 995), ("starttls", 110), ("none", 110)])
  func `the port follows the encryption`(tls: String, port: Int) throws {
    let configuration = try parse(account("tls: '\(tls)', allowPlaintext: true"))
    #expect(configuration.accounts.first?.port == UInt16(port))
  }

  @Test(arguments: [
    ("90s", 90), ("5m", 300), ("12h", 43200), ("30d", 2_592_000), ("2w", 1_209_600),
  ])
  func `durations`(text: String, seconds: Int64) throws {
    #expect(
      try parse(account("onServer: { deleteAfter: '\(text)' }")).accounts.first?.onServer.deleteAfter
        == seconds)
  }

  @Test(arguments: [
    ("1B", 1), ("500KB", 500_000), ("25MB", 25_000_000), ("2GB", 2_000_000_000), ("1TB", 1_000_000_000_000),
    ("1KiB", 1024), ("1MiB", 1_048_576), ("1GiB", 1_073_741_824), ("1TiB", 1_099_511_627_776),
  ])
  func `sizes`(text: String, octets: Int64) throws {
    #expect(
      try parse(account("onServer: { keepUnder: '\(text)' }")).accounts.first?.onServer.keepUnder == octets)
  }

  @Test(arguments: [
    ("/abs/x", "/abs/x"), ("~/x", "/home/alice/x"), ("~", "/home/alice"), ("x/y", "/etc/popkeep/x/y"),
    ("../x", "/etc/popkeep/../x"),
    // An accent and the slash before it are one character.
    ("/\u{301}x", "/\u{301}x"), ("~/\u{301}x", "/home/alice/\u{301}x"),
  ])
  func `paths`(text: String, path: String) throws {
    #expect(try parse(account("caFile: '\(text)'")).accounts.first?.caFile == path)
  }

  @Test func `a path with ~ needs a home folder`() {
    let failure = #expect(throws: ConfigurationFailure.self) {
      _ = try Configuration.parse(#"{ "archive": "~/m", "accounts": [] }"#, home: nil, folder: "/")
    }
    #expect(
      failure?.description
        == #"config.json:1: "archive" begins with ~, but HOME is not set: write the whole path"#)
  }

  @Test(
    arguments: [
      ("1%", 10, 0), ("10%", 1_000_000, 100_000), ("0%", 1_000_000, 0),
      ("99%", 9_223_372_036_854_775_807, 9_131_138_316_486_228_042),
      ("5KB", 1, 5000),
    ] as [(String, Int64, Int64)])
  func `the floor of free space`(text: String, total: Int64, floor: Int64) throws {
    let configuration = try parse("{ archive: '/m', minFree: '\(text)', accounts: [] }")
    #expect(configuration.minFree.octets(of: total) == floor)
  }

  @Test(arguments: [
    ("", "is empty"), (".hidden", "begins with a dot, and it becomes a folder name"),
    ("..", "begins with a dot, and it becomes a folder name"),
    ("a.", "ends with a dot, which some file systems drop, and it becomes a folder name"),
    ("a/b", "becomes a folder name: letters without accents, digits and . _ - @ + are allowed"),
    ("a b", "becomes a folder name: letters without accents, digits and . _ - @ + are allowed"),
    ("é", "becomes a folder name: letters without accents, digits and . _ - @ + are allowed"),
    (String(repeating: "a", count: 65), "is longer than 64 characters"),
  ])
  func `a name that is no folder name`(name: String, problem: String) {
    #expect(AccountName.problem(with: name) == problem)
  }

  @Test(arguments: ["home", "alice@example.org", "a+b_c-d.e", "1", String(repeating: "a", count: 64)])
  func `a name that is a folder name`(name: String) {
    #expect(AccountName.problem(with: name) == nil)
  }

  @Test(arguments: [
    ("pop.example.org", "pop.example.org"), ("localhost", "localhost"), ("example.org.", "example.org."),
    ("192.0.2.1", "192.0.2.1"), ("2001:db8::1", "2001:db8::1"), ("[2001:db8::1]", "2001:db8::1"),
    ("fe80::1%eth0", "fe80::1%eth0"), ("pop_server", "pop_server"),
    ("xn--mller-kva.example", "xn--mller-kva.example"),
  ])
  func `hosts`(text: String, host: String) {
    #expect(HostName.parse(text) == host)
  }

  @Test(arguments: [
    ("pop.example.org:995", #""pop.example.org:995" has a port in it: write it as "port""#),
    (
      "pop3s://pop.example.org",
      #""pop3s://pop.example.org" is an address with more than a host name in it: write the name alone"#
    ),
    (
      "alice:hunter2@example.org",
      "the text is a mail address: write the name of its POP3 server, as the provider tells it"
    ),
    ("müller.example", #""müller.example" has letters that DNS does not have: write its xn-- form"#),
    ("a..b", #""a..b" is not a host name"#), ("-a", #""-a" is not a host name"#),
    ("a b", #""a b" is not a host name"#),
    ("[::1", #""[::1" has a port in it: write it as "port""#),
    ("[localhost]", #""[localhost]" is not a host name"#),
  ])
  func `what is no host`(text: String, sentence: String) {
    #expect(HostName.parse(text) == nil)
    #expect(
      refusal(of: account("").replacing("pop.example.org", with: text)) == #"config.json:3: "host": "#
        + sentence)
  }
}
