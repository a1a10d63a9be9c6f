import TestFiles
import TestServers
import Testing

/// A disk that fills up under the daemon, and that somebody makes room on.
@Suite(.waiting) struct FilledDiskTests {
  /// Disks that are too small for the mail, each in its way.
  struct Disk: Sendable, CustomTestStringConvertible {
    let megabytes: Int
    let minFree: String
    let onServer: String
    let complaint: String
    var testDescription: String { "\(megabytes) MB, minFree \(minFree), \(onServer)" }
  }

  static let disks = [
    Disk(megabytes: 2, minFree: "0%", onServer: "\"keep\"", complaint: "disk is full"),
    Disk(megabytes: 2, minFree: "0%", onServer: "\"delete\"", complaint: "disk is full"),
    Disk(megabytes: 8, minFree: "6MB", onServer: "\"keep\"", complaint: "less free space"),
  ]

  @Test(.enabled(if: SmallDisk.isPossible, "takes root"), arguments: disks)
  func `a disk that fills up and is freed: the daemon says so once, waits, and brings everything`(
    kind: Disk
  ) throws {
    let disk = try #require(try SmallDisk(megabytes: kind.megabytes))
    let home = try UserHome(archive: disk.folder("mail"))
    // More than one batch: what came in whole is no more in the way of anything.
    let size = kind.minFree == "0%" ? 150_000 : 450_000
    let contents = (1...20).map { MadeMail.content($0, size: size) }
    let mailbox = try ServedMailbox(contents)
    let told = home.folder("told")
    try home.configure(
      mailbox.account(
        onServer: kind.onServer,
        others: """
          "every": "1s", "hooks": { "onFailure": { "command": ["/bin/sh", "-c", "cat >>'\(told)'"] } },
          """), minFree: kind.minFree)
    try home.makeArchive()
    try disk.folder.write("other", text: "somebody else's")
    let daemon = try UnattendedRun(home)
    try daemon.says(kind.complaint)
    try daemon.until("a hook is told") { try lines(of: told).count == 1 }
    let early = try home.stored()
    #expect(Set(early).isSubset(of: Set(contents)))
    #expect(mailbox.remaining.count + early.count >= contents.count)
    let status = try daemon.status(home)
    #expect(status?["daemon"]?["archiveError"]?["class"]?.text == "disk")
    mailbox.add(21...22)
    // Asked for, it finds out once more that nothing can be done, and tells nobody again.
    try home.run("fetch", "--quiet").fails(74, kind.complaint)
    #expect(try home.files().count == early.count)
    try disk.grow(megabytes: 64)
    try daemon.brings(contents + MadeMail.contents(21...22), to: home)
    try daemon.says("the archive can be used again")
    let left = kind.onServer == "\"delete\"" ? 0 : contents.count + 2
    try daemon.until("the server has what it is to keep") { mailbox.remaining.count == left }
    #expect(try lines(of: told).count == 1)
    #expect(try lines(of: told).first?.contains("\"class\":\"disk\"") == true)
    #expect(try readFile(disk.folder("other")) == Array("somebody else's".utf8))
    try daemon.stop()
    try home.run("verify").succeeds()
  }

  private func lines(of path: String) throws -> [String] {
    guard try folderNames(String(path.dropLast(5))).contains("told") else { return [] }
    return String(decoding: try readFile(path), as: UTF8.self).split(separator: "\n").map(String.init)
  }
}
