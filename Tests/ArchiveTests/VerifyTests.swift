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
    var progress: [VerifyProgress] = []
    let summary = try fixture.open(.reading).verify(each: { _ in }, progress: { progress.append($0) })
    #expect(summary.isWell)
    #expect(summary.files == 3)
    #expect(summary.octets == mailbox.reduce(0) { $0 + Int64($1.wire.count) })
    #expect(progress.last == VerifyProgress(files: 3, octets: summary.octets, total: 3))
  }

  @Test func `an account without its folder misses all its messages`() throws {
    let fixture = try ArchiveFixture()
    try fixture.sync([.numbered(1), .numbered(2)])
    try FileMoves.move(fixture.folder("archive/accounts/home"), to: fixture.folder("elsewhere"))
    #expect(try fixture.findings().map(\.kind) == [.missing, .missing])
  }

  @Test(arguments: Oddity.allCases)
  func `what is no file under the name of a message is one finding, and hinders nothing`(
    _ oddity: Oddity
  ) throws {
    let fixture = try ArchiveFixture()
    try fixture.sync((1...3).map { .numbered($0) })
    let names = try fixture.rows().map(\.message.base)
    let home = fixture.folder("archive/accounts/home")
    // In place of one message, beside another, under a name that no message has, and under a foreign one.
    try FileMoves.remove("\(home)/new/\(names[0])")
    let unknown = MessageName(
      arrival: 1, tag: try #require(DeliveryTag(bytes: Array(0..<10))), size: 3, wireSize: nil)
    for place in ["new/\(names[0])", "cur/\(names[1]):2,T", "cur/\(unknown.text):2,S", "new/other"] {
      try oddity.make("\(home)/\(place)")
    }
    let expected = [
      "foreign cur/\(names[1]):2,T", "foreign cur/\(unknown.text):2,S", "foreign new/other",
      "missing \(names[0])",
    ]
    #expect(try fixture.findings().map { "\($0.kind) \($0.file)" }.sorted() == expected.sorted())

    var reader = try MessageReader(try fixture.open(.reading), account: "home")
    let contents = try fixture.rows().map { "\(try reader.read($0.message) { _ in })" }
    #expect(contents == ["missing", "intact", "intact"])
    try fixture.withAccount { account in
      let copy = try #require(try account.copies(uid: Array("uid-2".utf8)).first)
      #expect(try !account.trashed().contains(copy))
    }
    let summary = try Archive.reindex(fixture.root, now: 0)
    #expect([summary.messages, summary.foreign, summary.damaged] == [2, 4, 0])
    // The index is lost: the next run adopts what is there, and fetches what is not.
    try FileMoves.remove(fixture.folder("archive/index.sqlite"))
    #expect(try fixture.sync((1...3).map { .numbered($0) }).count == 1)
    #expect(try fixture.findings().allSatisfy { $0.kind == .foreign })
  }

  enum Oddity: CaseIterable {
    case pipe, folder, link

    func make(_ path: String) throws {
      switch self {
      case .pipe: try FileMoves.makePipe(path)
      case .folder: try FileMoves.makeFolder(path)
      case .link: try FileMoves.makeLink(path, to: "/dev/null")
      }
    }
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
