import Glibc
import OAuth
import TestFiles
import Testing

/// The file of the tokens.
@Suite(.timeLimit(.minutes(2))) struct TokenStoreTests {
  @Test
  func `file and folder are the owner's alone, whatever the umask, and nothing else with tokens is left`()
    throws
  {
    let provider = try ScriptedProvider([.tokens(1, refresh: "refresh-1"), .tokens(2)])
    defer { provider.stop() }
    let source = try provider.loggedIn()
    provider.pass(4000)
    _ = try source.token()
    #expect(try mode(provider.folder("tokens")) == 0o700)
    #expect(try mode(provider.file) == 0o600)
    #expect(try folderNames(provider.folder("tokens")).sorted() == [".home.lock", "home.json"])
    #expect(try readFile(provider.folder("tokens/.home.lock")).isEmpty)
  }

  @Test func `the file's time is that of the log-in, whatever was renewed since`() throws {
    let provider = try ScriptedProvider([
      .tokens(1, refresh: "refresh-1"), .tokens(2, refresh: "refresh-2"), .tokens(3, refresh: "refresh-3"),
    ])
    defer { provider.stop() }
    let source = try provider.loggedIn()
    let first = try time(provider.file)
    provider.pass(4000)
    #expect(try source.token().string == "access-2")
    #expect(try time(provider.file) == first)
    _ = try provider.loggedIn()
    #expect(try time(provider.file) != first)
  }

  @Test func `a file that others may read is told of, and not used`() throws {
    let provider = try ScriptedProvider([.tokens(1, refresh: "refresh-1")])
    defer { provider.stop() }
    let source = try provider.loggedIn()
    #expect(chmod(provider.file, 0o640) == 0)
    let failure = #expect(throws: OAuthFailure.self) { try source.token() }
    #expect(failure?.description == "the tokens in \(provider.file) are open to others (mode 640)")
    #expect(failure?.hint == "Run chmod 600 on it; if others may have read it, log in anew.")
    #expect(failure?.trouble == .configuration)
  }

  @Test(arguments: ["", "{", "{}", "null", String(repeating: "x", count: 200_000)])
  func `a file that cannot be understood is told of, and a new log-in replaces it`(text: String) throws {
    let provider = try ScriptedProvider([.tokens(1, refresh: "refresh-1"), .tokens(2, refresh: "refresh-2")])
    defer { provider.stop() }
    let source = try provider.loggedIn()
    try writeFile(provider.file, Array(text.utf8))
    let failure = #expect(throws: OAuthFailure.self) { try source.token() }
    #expect(failure?.trouble == .data)
    #expect(try provider.loggedIn().token().string == "access-2")
  }

  @Test func `a link where the file should be is not followed`() throws {
    let provider = try ScriptedProvider([.tokens(1, refresh: "refresh-1")])
    defer { provider.stop() }
    let source = try provider.loggedIn()
    #expect(rename(provider.file, provider.folder("elsewhere")) == 0)
    #expect(symlink(provider.folder("elsewhere"), provider.file) == 0)
    let failure = #expect(throws: OAuthFailure.self) { try source.token() }
    #expect(failure?.trouble == .configuration)
  }

  @Test func `a token is spent only where there is room for the next one`() throws {
    let provider = try ScriptedProvider([.tokens(1, refresh: "refresh-1"), .tokens(2, refresh: "refresh-2")])
    defer { provider.stop() }
    let source = try provider.loggedIn()
    provider.pass(4000)
    // Where the draft should be, something is in the way.
    #expect(mkdir(provider.folder("tokens/.home.json.new"), 0o700) == 0)
    let failure = #expect(throws: OAuthFailure.self) { try source.token() }
    #expect(failure?.trouble == .disk)
    #expect(provider.forms.count == 1)
    #expect(rmdir(provider.folder("tokens/.home.json.new")) == 0)
    #expect(try source.token().string == "access-2")
  }

  @Test func `a draft that a crash has left is written over`() throws {
    let provider = try ScriptedProvider([.tokens(1, refresh: "refresh-1"), .tokens(2)])
    defer { provider.stop() }
    let source = try provider.loggedIn()
    try provider.folder.write("tokens/.home.json.new", text: "half a tok")
    provider.pass(4000)
    #expect(try source.token().string == "access-2")
    #expect(try folderNames(provider.folder("tokens")).sorted() == [".home.lock", "home.json"])
  }

  private func status(_ path: String) throws -> stat {
    var status = stat()
    try #require(stat(path, &status) == 0)
    return status
  }

  private func mode(_ path: String) throws -> mode_t { try status(path).st_mode & 0o7777 }

  private func time(_ path: String) throws -> [Int] {
    let time = try status(path).st_mtim
    return [time.tv_sec, time.tv_nsec]
  }
}
