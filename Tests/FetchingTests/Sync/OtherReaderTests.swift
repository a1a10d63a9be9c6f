import Fetching
import Settings
import TestFiles
import TestServers
import Testing

/// The archive in the hands of other programs.
@Suite(.serialized, .enabled(if: DovecotServer.isExpected)) struct OtherReaderTests {
  @Test func `Dovecot opens the archive's Maildir as it is, and counts the same messages`() async throws {
    let source = try Ground.dovecotTLS.start((1...25).map { Made.content($0) })
    defer { source.stop() }
    let bench = try Bench()
    #expect(try await bench.sync(source.account(bench)).fetched == 25)
    let dovecot = try DovecotServer.start()
    defer { dovecot.stop() }
    try dovecot.give(bench.folder.path)
    try dovecot.add(
      .init(name: "reader", password: "secret", maildir: bench.folder("archive/accounts/home")))
    let status = try dovecot.doveadm(["mailbox", "status", "-u", "reader", "messages", "INBOX"])
    #expect(status.contains("messages=25"), "\(status)")
    let subjects = try dovecot.doveadm(["fetch", "-u", "reader", "hdr.subject", "mailbox", "INBOX", "ALL"])
    #expect((1...25).allSatisfy { subjects.contains("Message \($0)\n") })
    // The reader has moved the files from new to cur: they are the same messages still.
    let after = try await bench.sync(source.account(bench, onServer: .init(delete: true)))
    #expect(after.error == nil && after.fetched == 0 && after.deleted == 25)
  }
}
