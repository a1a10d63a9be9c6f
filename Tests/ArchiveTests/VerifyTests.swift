import Archive
import MailIndex
import Maildir
import SystemPackage
import TestFiles
import Testing

@Suite struct VerifyTests {
  @Test func `verify finds each kind of harm, and nothing else`() throws {
    let fixture = try ArchiveFixture()
    try fixture.sync((1...6).map { .numbered($0) })
    #expect(try fixture.findings().isEmpty)
    let names = try fixture.rows().map(\.message.base)
    let home = fixture.folder("archive/accounts/home")
    try flipBit(in: "\(home)/new/\(names[0])")
    try FileMoves.remove("\(home)/new/\(names[1])")
    try writeFile("\(home)/cur/\(names[2]):2,S", try readFile("\(home)/new/\(names[2])"))
    try writeFile("\(home)/new/1.M2P3.host\u{1b}[31m", [1])
    try FileMoves.move("\(home)/new/\(names[3])", to: "\(home)/cur/\(names[3]):2,FT")
    try writeFile("\(home)/new/\(names[4])", Array(try readFile("\(home)/new/\(names[4])").dropLast()))
    let stranger = MessageName(
      arrival: 1, tag: try #require(DeliveryTag(bytes: Array(0..<10))), size: 3, wireSize: nil)
    try writeFile("\(home)/new/\(stranger.text)", [1, 2, 3])

    let findings = try fixture.findings()
    #expect(
      findings.map { "\($0.kind) \($0.file)" }.sorted()
        == [
          "damaged new/\(names[0])", "damaged new/\(names[4])", "doubled cur/\(names[2]):2,S",
          "foreign new/1.M2P3.host\\u{1b}[31m", "missing \(names[1])", "unindexed new/\(stranger.text)",
        ].sorted())
    #expect(findings.allSatisfy { $0.account == "home" && !"\($0)".contains("\u{1b}") })
  }

  @Test func `an archive without harm is well, and told in numbers`() throws {
    let fixture = try ArchiveFixture()
    let mailbox = (1...3).map { Offered.numbered($0) }
    try fixture.sync(mailbox)
    var progress: [Int] = []
    let summary = try fixture.open(.reading).verify(each: { _ in }, progress: { progress.append($0) })
    #expect(summary.isWell)
    #expect(summary.files == 3)
    #expect(summary.octets == mailbox.reduce(0) { $0 + Int64($1.wire.count) })
    #expect(progress == [1, 2, 3])
  }

  @Test func `an account without its folder misses all its messages`() throws {
    let fixture = try ArchiveFixture()
    try fixture.sync([.numbered(1), .numbered(2)])
    try FileMoves.move(fixture.folder("archive/accounts/home"), to: fixture.folder("elsewhere"))
    #expect(try fixture.findings().map(\.kind) == [.missing, .missing])
  }

  @Test func `the last look before a deletion sees what became of the file`() throws {
    let fixture = try ArchiveFixture()
    let committed = try fixture.sync((1...3).map { .numbered($0) }).map(\.archived)
    let names = try fixture.rows().map(\.message.base)
    let home = fixture.folder("archive/accounts/home")
    try fixture.withAccount { account in
      #expect(try committed.allSatisfy { try account.look(at: $0, hashing: true) })
      try FileMoves.move("\(home)/new/\(names[0])", to: "\(home)/cur/\(names[0]):2,T")
      try flipBit(in: "\(home)/new/\(names[1])")
      try FileMoves.remove("\(home)/new/\(names[2])")
      #expect(try committed.map { try account.look(at: $0, hashing: false) } == [true, true, false])
      #expect(try committed.map { try account.look(at: $0, hashing: true) } == [true, false, false])
      let trashed = try account.trashed()
      #expect(committed.map { trashed.contains($0) } == [true, false, false])
    }
  }

  private func flipBit(in path: String) throws {
    var bytes = try readFile(path)
    bytes[bytes.count / 2] ^= 4
    try writeFile(path, bytes)
  }
}
