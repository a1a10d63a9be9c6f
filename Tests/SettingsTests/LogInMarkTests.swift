import Glibc
import Settings
import TestFiles
import Testing

/// What tells one way to log in from another.
@Suite struct LogInMarkTests {
  private let account = Account(
    name: "home", host: "pop.example.org", user: "alice", password: .command(["pass", "show", "mail"]))

  private func mark(_ change: (inout Account) -> Void) -> String {
    var account = account
    change(&account)
    return account.logInMark
  }

  @Test func `it changes with server, user, mechanism and the source of the password`() {
    let marks = [
      account.logInMark, mark { $0.host = "pop.example.net" }, mark { $0.port = 1995 },
      mark { $0.tls = .starttls }, mark { $0.user = "bob" }, mark { $0.auth = .plain },
      mark { $0.password = .command(["pass", "show mail"]) }, mark { $0.password = .env("PASS") },
      mark { $0.password = .value(PasswordText(Array("x".utf8))) }, mark { $0.password = nil },
      mark { $0.password = .credential("x") }, mark { $0.password = .keyring([:]) },
      mark { $0.password = .keyring(["x": "y"]) }, mark { $0.password = .netrc("/x") },
      mark { $0.clientCertificate = ClientCertificate(file: "/c", key: "/c") },
      mark { $0.oauth = .command(["t"]) }, mark { $0.oauth = .command(["t", "x"]) },
      mark { $0.oauth = .client(OAuthClient(provider: "google", clientID: "c")) },
      mark { $0.oauth = .client(OAuthClient(provider: "google", clientID: "d")) },
    ]
    #expect(Set(marks).count == marks.count)
  }

  @Test func `it does not change with what has no part in the log-in`() {
    let same = mark {
      $0.name = "work"
      $0.host = "POP.example.org"
      $0.every = .seconds(1)
      $0.onServer = .keep
      $0.enabled = false
      $0.maxMessageSize = 1
      $0.markRead = true
      $0.proxy = ProxySettings(host: "p")
      $0.source = "::1"
    }
    #expect(same == account.logInMark)
    #expect(mark { _ in } == account.logInMark)
  }

  /// What a log-in needs that is in a file.
  enum Kept: CaseIterable {
    case password, netrc, certificate, clientSecret

    func put(_ file: String, into account: inout Account) {
      switch self {
      case .password: account.password = .file(file)
      case .netrc: account.password = .netrc(file)
      case .certificate: account.clientCertificate = ClientCertificate(file: "/none", key: file)
      case .clientSecret:
        account.oauth = .client(OAuthClient(provider: "x", clientID: "c", clientSecret: .file(file)))
      }
    }
  }

  @Test(arguments: Kept.allCases)
  func `it changes with the file that holds the password, when that is written or is there no more`(
    kept: Kept
  ) throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("password", text: "one\n")
    let first = mark { kept.put(file, into: &$0) }
    #expect(mark { kept.put(file, into: &$0) } == first)
    try moveFile(file, to: folder("old"))
    let gone = mark { kept.put(file, into: &$0) }
    try folder.write("password", text: "two\n")
    let second = mark { kept.put(file, into: &$0) }
    #expect(Set([first, gone, second]).count == 3)
  }

  @Test func `it changes when a person has logged in anew, and not when tokens were renewed`() throws {
    let folder = try TemporaryFolder()
    let client = OAuthClient(clientID: "id", tokens: folder.path)
    func mark() -> String {
      self.mark {
        $0.password = nil
        $0.oauth = .client(client)
      }
    }
    let none = mark()
    let file = try folder.write("home.json", text: "first")
    try setTime(of: file, to: 1_800_000_000)
    let first = mark()
    try folder.write("home.json", text: "renewed, and longer")
    try setTime(of: file, to: 1_800_000_000)
    #expect(mark() == first)
    try setTime(of: file, to: 1_800_000_001)
    #expect(Set([none, first, mark()]).count == 3)
  }

  private func setTime(of path: String, to seconds: Int) throws {
    let time = timespec(tv_sec: seconds, tv_nsec: 7)
    try #require(utimensat(AT_FDCWD, path, [time, time], 0) == 0)
  }

  @Test func `tokens lie in the archive unless the account names another folder`() {
    func tokens(_ folder: String?) -> OAuthSettings? {
      var account = account
      account.oauth = .client(OAuthClient(clientID: "id", tokens: folder))
      return Configuration(archive: "/mail", accounts: [account]).account(named: "home")?.oauth
    }
    #expect(tokens(nil) == .client(OAuthClient(clientID: "id", tokens: "/mail/.popkeep/tokens")))
    #expect(tokens("/safe") == .client(OAuthClient(clientID: "id", tokens: "/safe")))
  }

  @Test func `nothing of a password, nor of a command's words, is in it`() {
    let secret = "tulip-4711"
    let values = ["one", secret].map { text in mark { $0.password = .value(PasswordText(Array(text.utf8))) } }
    #expect(values[0] == values[1])
    let command = mark { $0.password = .command(["echo", secret]) }
    #expect(!command.contains(secret))
    #expect(account.logInMark.allSatisfy { $0.isHexDigit })
  }
}
