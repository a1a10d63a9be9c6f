import Glibc
import Settings
import TestFiles
import Testing

/// The text that `init` writes.
@Suite struct ConfigurationTextTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let home = "/home/alice"
  private let plain = Configuration(
    archive: "/home/alice/Mail/popkeep",
    accounts: [
      Account(
        name: "home", host: "pop.example.org", user: "alice@example.org",
        password: .command(["pass", "show", "mail/home"]))
    ])
  private let work = Account(
    name: "work", host: "::1", port: 1110, tls: .none, allowPlaintext: true, caFile: "/etc/ca \"x\".pem",
    user: "a\\b", auth: .apop, password: .file("/home/alice/p"), every: .seconds(5400), timeout: .seconds(90),
    onServer: RetentionRule(
      deleteAfter: 2_592_000, keepNewest: 1000, keepUnder: 500_000_000, untilTrashed: true, maxDeletes: 7,
      proveByHash: true), markRead: true, partition: .month, maxMessageSize: 26_214_400,
    enabled: false)

  /// Accounts that have all there is of log-ins and ways.
  private func secured() throws -> [Account] {
    let pins = try [UInt8(1), 200].map { try #require(KeyPin(digest: [UInt8](repeating: $0, count: 32))) }
    let sources: [PasswordSource] = [
      .credential("mail.home"), .keyring([:]), .keyring(["b": "x \"y\"", "a": "z"]), .netrc(nil),
      .netrc("/home/alice/n"),
    ]
    var accounts = sources.enumerated().map { number, source in
      Account(name: "s\(number)", host: "h", user: "u", password: source)
    }
    accounts.append(
      Account(
        name: "p", host: "h", pins: pins,
        clientCertificate: ClientCertificate(file: "/home/alice/me.pem", key: "/me.key"),
        proxy: ProxySettings(
          host: "::1", port: 9, looksUpNames: false, user: "a:@/%é", password: .env("P")),
        source: "fe80::1%eth0", user: "u", auth: .external))
    accounts.append(
      Account(
        name: "q", host: "h", pins: [pins[1]], clientCertificate: ClientCertificate(file: "/c", key: "/c"),
        proxy: ProxySettings(host: "proxy.example.org"), source: "192.0.2.1", user: "u",
        auth: .scramSHA256Plus))
    accounts.append(Account(name: "t", host: "h", user: "u", oauth: .command(["t", "a b"])))
    accounts.append(
      Account(
        name: "o", host: "h", user: "u", auth: .oauthbearer,
        oauth: .client(
          OAuthClient(
            provider: "microsoft", clientID: "c \"d\"", clientSecret: .keyring([:]), tenant: "common",
            authorizationEndpoint: "https://h/a", deviceEndpoint: "https://h/d",
            tokenEndpoint: "https://h/t", scope: "a b", redirectPort: 8080, tokens: "/home/alice/t"))))
    return accounts
  }

  @Test func `a new file says what is needed and no more`() {
    #expect(
      ConfigurationText.text(of: plain, home: home) == """
        // The configuration of popkeep. docs/configuration.md says what else can stand here.
        {
          "archive": "~/Mail/popkeep",
          "accounts": [
            {
              "name": "home",
              "host": "pop.example.org",
              "user": "alice@example.org",
              "password": { "command": ["pass", "show", "mail/home"] },
              "onServer": "keep"
            }
          ]
        }

        """)
  }

  @Test func `every key is written so that it reads back the same`() throws {
    var full = plain
    full.minFree = .octets(5_000_000_000)
    full.drives = [
      DriveSettings(name: "red"), DriveSettings(name: "blue", backup: .whenAttached, verify: 0),
    ]
    full.accounts.append(work)
    full.accounts.append(
      Account(
        name: "e", host: "h", tls: .starttls, user: "u", password: .env("X"),
        onServer: RetentionRule(delete: true)))
    full.accounts.append(
      Account(
        name: "v", host: "h", user: "u", password: .value(PasswordText(Array("\"\\é😀".utf8))),
        onServer: RetentionRule(delete: true, maxDeletes: 1, requireCopies: 3)))
    full.accounts += try secured()
    let text = ConfigurationText.text(of: full, home: home)
    #expect(try Configuration.parse(text, home: home, folder: "/") == full)
    #expect(
      text.contains(
        #""onServer": { "deleteAfter": "30d", "keepNewest": 1000, "keepUnder": "500MB", "untilTrashed": true, "maxDeletes": 7, "proveByHash": true }"#
      ))
    #expect(
      text.contains(#""every": "90m""#) && text.contains(#""maxMessageSize": "25MiB""#)
        && text.contains(#""minFree": "5GB""#))
    #expect(text.contains(#""file": "~/p""#))
    #expect(text.contains(#""proxy": "socks5://a%3A%40%2F%25%C3%A9@[::1]:9","#))
    #expect(text.contains(#""clientCertificate": { "file": "~/me.pem", "key": "/me.key" },"#))
    #expect(text.contains(#"{ "delete": true, "maxDeletes": 1, "requireCopies": 3 }"#))
    #expect(text.contains(#"{ "name": "blue", "backup": "whenAttached", "verify": "0%" }"#))
  }

  @Test func `a folder that only looks like the home folder is written as it is`() throws {
    let lookalike = Configuration(archive: "/home/andr\u{E9}/Mail", accounts: [])
    let text = ConfigurationText.text(of: lookalike, home: "/home/andre\u{301}")
    #expect(!text.contains("~"))
    let archive = try Configuration.parse(text, home: nil, folder: "/").archive
    #expect(Array(archive.utf8) == Array(lookalike.archive.utf8))
  }

  @Test func `an empty configuration and one without a home are written too`() throws {
    let empty = Configuration(archive: "/mail", minFree: .percent(5), accounts: [])
    let text = ConfigurationText.text(of: empty, home: nil)
    #expect(try Configuration.parse(text, home: nil, folder: "/") == empty)
  }

  @Test func `a new file is for its owner alone, and never replaces one`() throws {
    let file = folder("a/b/config.json")
    try ConfigurationText.create(plain, at: file, home: home)
    var status = stat()
    #expect(stat(file, &status) == 0 && status.st_mode & 0o777 == 0o600)
    #expect(stat(folder("a"), &status) == 0 && status.st_mode & 0o777 == 0o700)
    #expect(try Configuration.load(file: file, home: home) == plain)
    let failure = #expect(throws: ConfigurationFailure.self) {
      try ConfigurationText.create(plain, at: file, home: home)
    }
    #expect(failure?.description == "\(file): there is a configuration already")
  }

  @Test func `a value that the format refuses is found before a file is made`() throws {
    var wrong = plain
    wrong.accounts.append(Account(name: "a/b", host: "h", user: "u"))
    let failure = #expect(throws: ConfigurationFailure.self) {
      try ConfigurationText.create(wrong, at: folder("config.json"), home: home)
    }
    #expect(failure?.message.hasPrefix(#""name": "a/b" becomes a folder name"#) == true)
    #expect(try folderNames(folder.path).isEmpty)
  }

  @Test func `an account is added to a file that nobody has edited`() throws {
    let file = folder("config.json")
    try ConfigurationText.create(plain, at: file, home: home)
    #expect(try ConfigurationText.add(work, to: file, home: home) == .added)
    #expect(try Configuration.load(file: file, home: home).accounts == plain.accounts + [work])
    #expect(try folderNames(folder.path) == ["config.json"])
    let failure = #expect(throws: ConfigurationFailure.self) {
      _ = try ConfigurationText.add(work, to: file, home: home)
    }
    #expect(failure?.description == "\(file): there is an account \"work\" already")
  }

  @Test func `an edited file stays as it is, and the lines to paste are given`() throws {
    let edited = "// mine\n" + ConfigurationText.text(of: plain, home: home)
    let file = try folder.write("config.json", text: edited)
    let account = Account(name: "b", host: "h", user: "u")
    #expect(
      try ConfigurationText.add(account, to: file, home: home)
        == .paste(
          "{\n      \"name\": \"b\",\n      \"host\": \"h\",\n      \"user\": \"u\",\n      \"onServer\": \"keep\"\n    }"
        ))
    #expect(try readFile(file) == Array(edited.utf8))
  }

  @Test func `a link to the file stays a link`() throws {
    let (file, link) = (folder("real.json"), folder("config.json"))
    try ConfigurationText.create(plain, at: file, home: home)
    #expect(symlink(file, link) == 0)
    #expect(try ConfigurationText.add(work, to: link, home: home) == .added)
    var status = stat()
    #expect(lstat(link, &status) == 0 && status.st_mode & S_IFMT == S_IFLNK)
    #expect(try Configuration.load(file: file, home: home).accounts.count == 2)
  }
}
