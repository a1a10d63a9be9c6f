import Glibc
import TestFiles
import TestServers
import Testing

/// Tokens while popkeep runs by itself, several times at once, or beside another program that has them.
@Suite(
  .enabled(if: AuthorizationServer.isExpected && DovecotServer.isExpected, "Glewlwyd or Dovecot is missing"),
  .waiting)
struct TokenTests {
  @Test func `processes that renew at the same time spend each refresh token once`() throws {
    let bench = try TokenBench()
    try bench.logIn().succeeds()
    let later = try Fault.clock(ahead: 4000)
    let commands = try (0..<4).map { _ in try bench.home.start(["check"], environment: later) }
    let runs = try commands.map { try $0.finish() }
    for run in runs { run.succeeds() }
    let tokens = try bench.server.refreshTokens()
    #expect(tokens == (good: 1, spent: 1))
  }

  @Test func `a daemon waits for the log-in, and goes on by itself when it has come`() throws {
    let bench = try TokenBench()
    try bench.configure(every: "1s")
    try bench.home.makeArchive()
    try bench.home.run("fetch").fails(77, "popkeep login home")
    // The second time that nobody has logged in: it is left alone until somebody has.
    let daemon = try StartedDaemon(bench.home)
    try daemon.wait(forLog: "popkeep login home")
    try daemon.wait(forStatus: "home") { $0["state"]?.text == "paused" }
    try bench.logIn().succeeds()
    try Awaited.until("the mail") { try bench.home.files().count == 2 }
    try bench.server.endAccessTokens()
    try bench.dovecot.deliver(Array("Subject: late\r\n\r\nx\r\n".utf8), name: "1800000000.late")
    try Awaited.until("the late mail") { try bench.home.files().count == 3 }
    let run = try daemon.stop()
    #expect(run.status == 0)
    try bench.expectNoSecret(run)
  }

  @Test func `tokenCommand is asked for a token each time, and its failures are told`() throws {
    let bench = try TokenBench()
    try bench.logIn().succeeds()
    let token = try bench.kept("accessToken")
    let program = bench.home.folder("token")
    try writeFile(bench.home.folder("token.txt"), Array("\(token)\nexpires soon\n".utf8))
    try writeFile(program, Array("#!/bin/sh\necho asked >>'\(program).log'\ncat '\(program).txt'\n".utf8))
    #expect(chmod(program, 0o700) == 0)
    try bench.configure(oauth: "\"tokenCommand\": [\"\(program)\"]")
    let fetch = try bench.home.run("fetch").succeeds()
    #expect(try bench.home.files().count == 2)
    let check = try bench.home.run("check").succeeds()
    #expect(check.output.contains("a token, printed by its command"))
    #expect(try bench.home.run("login").status == 78)
    try writeFile(bench.home.folder("token.txt"), Array("wrong-token-3391\n".utf8))
    let refused = try bench.home.run("fetch")
    refused.fails(77, "tokenCommand")
    #expect(!refused.errors.contains("3391"))
    // What it gives was refused, so it is asked once more, for it may have another by then.
    let asked = String(decoding: try readFile("\(program).log"), as: UTF8.self).split(separator: "\n").count
    #expect(asked == 4)
    try bench.expectNoSecret(fetch, check, refused)
  }
}
