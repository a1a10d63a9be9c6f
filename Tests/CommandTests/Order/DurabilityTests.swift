import TestDrives
import TestFiles
import TestServers
import Testing

/// The order of system calls of a real fetch, as the kernel sees them.
@Suite struct DurabilityTests {
  enum Ground: String, Sendable, CaseIterable { case builtIn, dovecot }

  static var grounds: [Ground] { DovecotServer.isExpected ? Ground.allCases : [.builtIn] }

  // Few files are flushed each for itself, many with their file system.
  @Test(
    .enabled(if: Strace.isExpected, "strace is missing, or may not trace here"), arguments: grounds, [3, 40])
  func `strace shows for every DELE that data, name, folder and index were flushed before`(
    ground: Ground, count: Int
  ) throws {
    let contents = (1...count).map { MadeMail.content($0, size: $0 == 2 ? 150_000 : 18 * $0) }
    let home = try UserHome()
    let trace = try trace(home, ground, contents)
    let proof = DurabilityProof(
      events: DurabilityEvent.events(of: trace), index: "\(home.archive)/index.sqlite",
      marks: Dictionary(
        uniqueKeysWithValues: contents.enumerated().map { ($0 + 1, ",W=\($1.count)") }))
    #expect(proof.deletions.map(\.message) == Array(1...count))
    #expect(proof.complaints() == [])
    #expect(try MessageFiles(account: "\(home.archive)/accounts/home").all.count == count)
    for missing in Missing.allCases {
      let doctored = missing.remove(from: proof)
      #expect(doctored.complaints().count == count, "\(missing)")
    }
  }

  @Test(
    .enabled(if: Strace.isExpected, "strace is missing, or may not trace here"),
    .enabled(if: Drive.isPossible, "takes root, loop devices and FUSE"), arguments: DriveFormat.userSpace,
    [3, 40])
  func `on a drive that a program mounts, every file is flushed by itself before its DELE`(
    format: DriveFormat, count: Int
  ) throws {
    let drive = try Drive(format)
    try drive.attach()
    let contents = (1...count).map { MadeMail.content($0, size: $0 == 2 ? 150_000 : 18 * $0) }
    let home = try UserHome(archive: "\(drive.path)/mail")
    let trace = try trace(home, .builtIn, contents)
    let proof = DurabilityProof(
      events: DurabilityEvent.events(of: trace), index: "\(home.archive)/index.sqlite",
      marks: Dictionary(uniqueKeysWithValues: contents.enumerated().map { ($0 + 1, ",W=\($1.count)") }),
      ground: .program)
    #expect(proof.deletions.map(\.message) == Array(1...count))
    #expect(proof.complaints() == [])
    for missing in Missing.allCases {
      #expect(missing.remove(from: proof).complaints().count == count, "\(missing)")
    }
  }

  /// A flush that a doctored trace lacks: a proof that does not miss it proves nothing.
  private enum Missing: CaseIterable {
    case data, folder, madeFolder, index

    func remove(from proof: DurabilityProof) -> DurabilityProof {
      DurabilityProof(
        events: proof.events.filter { !matches($0.kind, proof.index) }, index: proof.index,
        marks: proof.marks, ground: proof.ground)
    }

    private func matches(_ kind: DurabilityEvent.Kind, _ index: String) -> Bool {
      switch (self, kind) {
      case (.data, .flushFileSystem): true
      case (.data, .flush(let path)): path.contains("/tmp/popkeep-")
      case (.folder, .flush(let path)): path.hasSuffix("/new")
      case (.madeFolder, .flush(let path)): path.hasSuffix("/.2026.11") || path.hasSuffix("/home")
      case (.index, .flush(let path)): path == "\(index)-wal" || path == index
      case (_, .write), (_, .flush), (_, .flushFileSystem), (_, .rename), (_, .makeFolder), (_, .delete):
        false
      }
    }
  }

  /// Fetches `contents` from a server without TLS, with the policy delete, under strace.
  private func trace(_ home: UserHome, _ ground: Ground, _ contents: [[UInt8]]) throws -> SystemCallTrace {
    // Not one that is looked for in what the home has: the trace shows what went over the line, which is not encrypted.
    try writeFile(home.passwordFile, Array("secret\n".utf8))
    try home.makeArchive()
    let server = try PlainServer(ground, contents)
    defer { server.stop() }
    try home.configure(
      AccountText(
        port: server.port, onServer: "\"delete\"",
        others: "\"tls\": \"none\", \"allowPlaintext\": true, \"partition\": \"month\", "))
    let file = home.folder("trace")
    try home.start(["fetch"], under: try Strace.command(to: file)).finish().succeeds()
    #expect(try server.remaining() == 0)
    return SystemCallTrace(String(decoding: try readFile(file), as: UTF8.self))
  }
}
