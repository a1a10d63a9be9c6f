import Archive
import Glibc
import MailIndex
import OpenSSL
import SystemPackage
import TestFiles

/// Mail to be copied onto a drive: an archive as popkeep fetched it, and the same messages as a tree of files of the
/// kind that a backup makes, for programs that copy trees.
final class CopiedMail {
  static let account = "bench"
  /// The mean size of a message on the wire.
  static let octets = 20_000
  /// Messages a folder: a backup has no more.
  private static let folderSize = 10_000
  private static let batchSize = 500

  let archive: String
  let tree: String
  private(set) var count = 0
  private let mail = MadeMail()

  init(_ folder: String, count: Int) throws {
    archive = "\(folder)/archive"
    tree = "\(folder)/tree"
    try makeFolder(folder)
    for path in ["", "/\(Self.account)", "/\(Self.account)/2026"] { try makeFolder(tree + path) }
    let id = Hash.sha256(Array(folder.utf8)).bytes.prefix(16).map {
      String(256 + Int($0), radix: 16).dropFirst()
    }
    try Archive.create(at: FilePath(archive), id: id.joined())
    try add(count)
  }

  /// So many messages more, in both.
  func add(_ new: Int) throws {
    let now = Int64(time(nil))
    let archive = try Archive.open(FilePath(archive), for: .writing)
    let account = try archive.account(Self.account, now: now)
    var claims = Claims()
    for start in stride(from: count + 1, to: count + new + 1, by: Self.batchSize) {
      try Interruption.check()
      let batch = try (start..<min(start + Self.batchSize, count + new + 1)).map { number in
        let wire = wire(number)
        try write(wire, number)
        var intake = try account.begin(
          uid: Array("\(number)".utf8), listedOctets: Int64(wire.count), now: now)
        try intake.append(wire.span.bytes)
        return try intake.finish()
      }
      _ = try account.commit(batch, claims: &claims, now: now)
    }
    try account.finishRun()
    try archive.index.close()
    count += new
  }

  private func wire(_ number: Int) -> [UInt8] {
    let plan = MailboxPlan("copied", count: 0, octets: Self.octets, isMixed: true)
    let size = plan.size(of: number)
    return LineEnds.crlf(mail.content(number, wire: size))
  }

  private func write(_ wire: [UInt8], _ number: Int) throws {
    let part = (number - 1) / Self.folderSize
    let folder = "\(tree)/\(Self.account)/2026/2026-11\(part == 0 ? "" : ".\(part + 1)")"
    try makeFolder(folder)
    let tag = Hash.sha256(Array("\(number)".utf8)).bytes.prefix(8).map {
      String(256 + Int($0), radix: 16).dropFirst()
    }
    let name = "20261102T100000Z-\(tag.joined()).eml"
    try writeFile("\(folder)/\(name)", wire)
    try appendSum(of: wire, name, in: folder)
  }

  /// What `sha256sum -c` reads, as it would be written beside a backup.
  private func appendSum(of wire: [UInt8], _ name: String, in folder: String) throws {
    let hash = Hash.sha256(wire).bytes.map { String(256 + Int($0), radix: 16).dropFirst() }.joined()
    guard let file = fopen("\(folder)/SHA256SUMS", "ab") else { throw BenchFailure(call: "open SHA256SUMS") }
    defer { fclose(file) }
    let line = Array("\(hash)  \(name)\n".utf8)
    guard fwrite(line, 1, line.count, file) == line.count else {
      throw BenchFailure(call: "write SHA256SUMS")
    }
  }
}
