import FoundationEssentials
import TestFiles
import TestServers
import Testing

/// That what looks for secrets in every output of these tests would find one.
///
/// Nothing is switched off here: each `withKnownIssue` lets a secret out on purpose and demands the issue that the watch
/// then records. A watch that records none fails the test.
@Suite struct SecretWatchTests {
  private static let secret = "crocus/42+\"ü\"-Watched"

  init() { KnownSecrets.add(Self.secret) }

  /// Texts in which it is, each in another form.
  private static let leaks: [String] = {
    let inURL = base64("x", "y").replacing("+", with: "-").replacing("/", with: "_")
    let texts: [String] = [
      secret, "crocus%2F42%2B%22%C3%BC%22-Watched", #"crocus/42+\"ü\"-Watched"#, inURL, base64("", ""),
      base64("\0alice\0", ""), base64("\0alice@example.org\0", ""), base64("\0bob\0", ""),
      base64("user=bob\u{1}auth=Bearer ", "\u{1}\u{1}"),
    ]
    return texts.map { "before \($0) after" }
  }()

  private static func base64(_ before: String, _ after: String) -> String {
    Data("\(before)\(secret)\(after)".utf8).base64EncodedString()
  }

  @Test(arguments: leaks)
  func `a secret is found as it is, in JSON, in a URL and within any base64`(leak: String) {
    #expect(KnownSecrets.found(in: Array(leak.utf8)).isEmpty == false)
  }

  @Test(arguments: [
    "", "crocus/42", "before crocus/42+ after", "AGFsaWNlAGNyb2N1cy80",
  ])
  func `a part of a secret is none`(text: String) {
    #expect(KnownSecrets.found(in: Array(text.utf8)).isEmpty)
  }

  @Test(arguments: ["printf %s \"$SECRET\"", "printf %s \"$SECRET\" >&2", "printf %s \"$SECRET\" | base64"])
  func `a program that says a secret fails the test that ran it`(script: String) throws {
    try withKnownIssue {
      let command = try StartedCommand(
        [], environment: ["SECRET": Self.secret], under: ["sh", "-c", script])
      _ = try command.finish()
    } matching: { issue in
      issue.comments.contains { $0.rawValue.contains("standard") }
    }
  }

  @Test func `a secret among the arguments of a command fails the test that gave it`() throws {
    try withKnownIssue {
      _ = try StartedCommand(["--version", Self.secret], environment: [:]).finish()
    } matching: { issue in
      issue.comments.contains { $0.rawValue.contains("the arguments") }
    }
  }

  @Test func `a secret that a hook, the index or a log has fails the test whose home it is in`() throws {
    let home = try UserHome()
    try home.run("init", "--archive", home.archive)
    SecretWatch.expectNone(inFilesOf: home.folder.path)
    let log = try home.folder.write("hooked.log", text: "so \(Self.secret)")
    withKnownIssue { SecretWatch.expectNone(inFilesOf: home.folder.path) }
    try writeFile(log, [])
  }

  @Test(arguments: ["secret", "password", "hunter2", "not-it", "tulip4711"])
  func `a word that could be there by chance is no secret to look for`(word: String) {
    #expect(!KnownSecrets.isUnmistakable(word))
    #expect(
      KnownSecrets.isUnmistakable(UserHome.password) && KnownSecrets.isUnmistakable(UserHome.wrongPassword))
  }
}
