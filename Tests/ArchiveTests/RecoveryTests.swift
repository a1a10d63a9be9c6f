import Archive
import MailIndex
import Maildir
import Synchronization
import SystemPackage
import TestFiles
import Testing

@Suite struct RecoveryTests {
  static let mailbox =
    (1...2).map { Offered.numbered($0) } + [
      // One that keeps its CRLF, and a second of one unique-id.
      Offered("bare", "Subject: bare\r\n\r\na lone\rCR\r\n"), .numbered(6, uid: "uid-1"),
    ]

  @Test(arguments: [(true, Errno.ioError), (false, .noSpace)])
  func `whichever system call fails, the next run loses nothing and doubles nothing`(
    _ staysBroken: Bool, _ error: Errno
  ) throws {
    var number = 1
    while true {
      let log = CallLog(failsAt: number, staysBroken: staysBroken, error: error)
      let fixture = try ArchiveFixture()
      do {
        try fixture.sync(Self.mailbox, batch: 2, calls: log.calls)
      } catch let failure as ArchiveFailure {
        #expect(failure.description.contains(error.description))
      }
      try fixture.sync(Self.mailbox, batch: 2)
      try fixture.expectExactly(Self.mailbox)
      if !log.wasHit { break }
      number += 1
    }
    #expect(number > 50)
  }

  @Test func `what was named and not recorded is adopted, not fetched again`() throws {
    let fixture = try ArchiveFixture()
    try cut(fixture, Self.mailbox)
    #expect(try fixture.rows().isEmpty)
    #expect(try fixture.names("new").count == Self.mailbox.count)
    #expect(try fixture.sync(Self.mailbox).isEmpty)
    try fixture.expectExactly(Self.mailbox)
    let copies = try fixture.copies()
    #expect(copies.count == Self.mailbox.count)
    #expect(copies.allSatisfy { $0.uid == nil && $0.listedOctets == nil && $0.state == .stored })
    let row = try #require(try fixture.rows().first { $0.message.envelope.subject == "message 2" })
    #expect(row.message.arrived == 1_700_733_600)
    #expect(row.message.wireOctets == Int64(Offered.numbered(2).wire.count))
  }

  @Test func `what a reader moved before it was adopted is adopted where it is`() throws {
    let fixture = try ArchiveFixture()
    try cut(fixture, Self.mailbox)
    let home = fixture.folder("archive/accounts/home")
    for name in try fixture.names("new") {
      try FileMoves.move("\(home)/new/\(name)", to: "\(home)/cur/\(name):2,RS")
    }
    #expect(try fixture.sync(Self.mailbox).isEmpty)
    try fixture.expectExactly(Self.mailbox)
  }

  @Test func `a file that was cut is not adopted, and its message is fetched again`() throws {
    let fixture = try ArchiveFixture()
    try cut(fixture, [.numbered(1), .numbered(2)])
    let name = try #require(try fixture.names("new").first)
    let path = fixture.folder("archive/accounts/home/new/\(name)")
    try writeFile(path, Array(try readFile(path).dropLast(5)))
    #expect(try fixture.sync([.numbered(1), .numbered(2)]).count == 1)
    #expect(try Set(fixture.messages()) == [Offered.numbered(1).wire, Offered.numbered(2).wire])
    #expect(try fixture.findings().map(\.kind) == [.damaged])
  }

  @Test func `after a failed commit the same run may go on, and ends without having forgotten the failure`()
    throws
  {
    let fixture = try ArchiveFixture()
    let log = CallLog(failingRename: 5)
    try fixture.withAccount(calls: log.calls) { account in
      var claims = Claims()
      let first = try (1...4).map { try fixture.receive(.numbered($0), account) }
      #expect(throws: ArchiveFailure.self) { try account.commit(first, claims: &claims, now: 0) }
      try account.finishRun()
      let second = try (5...6).map { try fixture.receive(.numbered($0), account) }
      #expect(try account.commit(second, claims: &claims, now: 0).count == 2)
      // The two that were named before the failure are known.
      #expect(try fixture.rows().count == 4)
    }
    try fixture.sync((1...6).map { .numbered($0) })
    try fixture.expectExactly((1...6).map { .numbered($0) })
  }

  @Test func `an index that fails to record costs nothing but an adoption`() throws {
    let fixture = try ArchiveFixture()
    let archive = Mutex<Archive?>(nil)
    // The index is closed at the last flush before its transaction.
    let calls = FileCalls { (call) throws(Errno) in
      guard call.operation == .rename, call.name.contains("popkeep,S=") else { return }
      archive.withLock { try? $0?.index.close() }
    }
    do {
      let opened = try fixture.open(calls: calls)
      let account = try opened.account("home", now: 0)
      let pending = try (1...3).map { try fixture.receive(.numbered($0), account) }
      archive.withLock { $0 = opened }
      defer { archive.withLock { $0 = nil } }
      var claims = Claims()
      #expect(throws: ArchiveFailure.self) { try account.commit(pending, claims: &claims, now: 0) }
    }
    #expect(try fixture.names("new").count == 3)
    #expect(try fixture.sync((1...3).map { .numbered($0) }).isEmpty)
    try fixture.expectExactly((1...3).map { .numbered($0) })
  }

  @Test func `a lost index is known again at the next run`() throws {
    let fixture = try ArchiveFixture()
    try fixture.sync(Self.mailbox)
    try FileMoves.remove(fixture.folder("archive/index.sqlite"))
    #expect(throws: ArchiveFailure.self) { try fixture.open(.reading) }
    #expect(try fixture.sync(Self.mailbox).isEmpty)
    try fixture.expectExactly(Self.mailbox)
  }

  @Test func `temporaries of a run that was cut off are removed`() throws {
    let fixture = try ArchiveFixture()
    try fixture.withAccount { _ in }
    try fixture.folder.write("archive/accounts/home/tmp/popkeep-12ab-1", text: "half")
    try fixture.folder.write("archive/accounts/home/tmp/other", text: "mutt's")
    try fixture.folder.write("archive/.popkeep/popkeep-12ab-1:", text: "")
    try fixture.withAccount { _ in }
    #expect(try fixture.names("tmp") == ["other"])
    #expect(try folderNames(fixture.folder("archive/.popkeep")) == ["archive.json", "lock"])
  }

  /// A run that ends between the last flush and the index, as a kill there would end it.
  private func cut(_ fixture: ArchiveFixture, _ mailbox: [Offered]) throws {
    let log = CallLog(cutAfterNames: mailbox.count)
    #expect(throws: ArchiveFailure.self) { try fixture.sync(mailbox, calls: log.calls) }
  }
}
