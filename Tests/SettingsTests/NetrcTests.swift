import Glibc
import Settings
import TestFiles
import Testing

/// Passwords from netrc files, as people have them for ftp and curl.
@Suite struct NetrcTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func password(
    _ text: String, host: String = "pop.example.org", user: String = "alice", mode: mode_t = 0o600
  ) throws -> String {
    let path = try folder.write("netrc", text: text)
    #expect(chmod(path, mode) == 0)
    let source = PasswordSource.netrc(path)
    return String(
      decoding: try source.resolve(for: PasswordHolder(host: host, user: user)).bytes, as: UTF8.self)
  }

  private func failure(_ text: String, mode: mode_t = 0o600) -> PasswordFailure? {
    #expect(throws: PasswordFailure.self) { try password(text, mode: mode) }
  }

  @Test(arguments: [
    "machine pop.example.org login alice password hunter2",
    "machine pop.example.org\n\tlogin alice\n\tpassword hunter2\n",
    "machine pop.example.org\r\n  login alice\r\n  password hunter2\r\n",
    "machine POP.Example.ORG password hunter2 login alice account x",
    "machine pop.example.org user alice passwd hunter2 port 995 protocol pop3",
    "machine ftp.example.org login alice password no\nmachine pop.example.org login alice password hunter2",
    "machine pop.example.org login bob password no\nmachine pop.example.org login alice password hunter2",
    "machine pop.example.org login Alice password no\nmachine pop.example.org login alice password hunter2",
    "machine pop.example.org login alice password hunter2\nmachine pop.example.org login alice password no",
    "machine pop.example.org password hunter2\n",
    "default login alice password hunter2",
    "machine ftp.example.org password no\ndefault password hunter2",
    "# machine pop.example.org login alice password no\nmachine pop.example.org password hunter2 # no",
    "machine \"pop.example.org\" login \"alice\" password \"hunter2\"",
    "macdef init\ncd /pub\nmachine pop.example.org password no\n\nmachine pop.example.org password hunter2",
    "machine ftp.example.org login x password no\nmacdef init\r\nmachine pop.example.org password no\r\n\r\ndefault password hunter2",
    "machine ftp.example.org login machine password default\nmachine pop.example.org password hunter2",
  ])
  func `the first entry for the host and the user gives the password`(text: String) throws {
    #expect(try password(text) == "hunter2")
  }

  @Test(arguments: [
    (#""a b""#, "a b"), (#""a\"b\\c""#, "a\"b\\c"), (#""a\tb""#, "a\tb"), (##""#a""##, "#a"), ("a#b", "a#b"),
    (#"a\b"#, #"a\b"#), ("h\u{FC}nter2", "h\u{FC}nter2"), (#"a"b"#, #"a"b"#),
  ])
  func `quotes hold blanks, and a backslash counts within them alone`(written: String, meant: String) throws {
    #expect(try password("machine pop.example.org login alice password \(written)\n") == meant)
  }

  @Test func `a user is matched whole, with its domain`() throws {
    let text = "machine h login alice password no machine h login alice@example.org password hunter2"
    #expect(try password(text, host: "h", user: "alice@example.org") == "hunter2")
  }

  @Test(arguments: [
    ("", "has no entry for the account's user at pop.example.org"),
    ("machine example.org password hunter2", "has no entry for the account's user at pop.example.org"),
    (
      "machine pop.example.org login bob password hunter2",
      "has no entry for the account's user at pop.example.org"
    ),
    ("login alice password hunter2", "has no entry for the account's user at pop.example.org"),
    (
      "macdef x\nmachine pop.example.org password hunter2",
      "has no entry for the account's user at pop.example.org"
    ),
    (
      "\n\nmachine pop.example.org login alice\nmachine pop.example.org login alice password hunter2",
      "has no password in the account's entry, in line 3"
    ),
    ("machine pop.example.org\npassword", "cannot be understood in line 2"),
    ("machine pop.example.org\npassword \"hunter2\n", "cannot be understood in line 2"),
    ("machine pop.example.org\npassword \"hunter2\\", "cannot be understood in line 2"),
    ("machine", "cannot be understood in line 1"),
  ])
  func `what has no password says why, and shows none`(text: String, end: String) throws {
    let sentence = try #require(failure(text)).description
    #expect(sentence == "the netrc file \"\(folder("netrc"))\" \(end)")
    #expect(!sentence.contains("hunter2"))
  }

  @Test func `a password with a line end in it is refused`() {
    #expect(failure(#"default password "hun\nter2""#)?.code == .controlCharacter)
    #expect(failure(#"default password "hun\rter2""#)?.code == .controlCharacter)
  }

  @Test func `a file that is open to others is refused, and one that is not there is said`() throws {
    #expect(
      failure("default password hunter2", mode: 0o644)?.description
        == "the netrc file \"\(folder("netrc"))\" is open to others (mode 644): run chmod 600 on it")
    let holder = PasswordHolder(host: "h", user: "u")
    let missing = #expect(throws: PasswordFailure.self) {
      try PasswordSource.netrc(folder("none")).resolve(for: holder)
    }
    #expect(missing?.description == "the netrc file \"\(folder("none"))\" is not there")
  }
}
