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
    }
    #expect(same == account.logInMark)
    #expect(mark { _ in } == account.logInMark)
  }

  @Test func `it changes with the file that holds the password, when that is written or is there no more`()
    throws
  {
    let folder = try TemporaryFolder()
    let file = try folder.write("password", text: "one\n")
    let first = mark { $0.password = .file(file) }
    #expect(mark { $0.password = .file(file) } == first)
    try moveFile(file, to: folder("old"))
    let gone = mark { $0.password = .file(file) }
    try folder.write("password", text: "two\n")
    let second = mark { $0.password = .file(file) }
    #expect(Set([first, gone, second]).count == 3)
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
