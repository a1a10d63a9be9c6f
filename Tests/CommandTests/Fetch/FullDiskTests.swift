import TestFiles
import TestServers
import Testing

/// A disk that fills up in the middle of a fetch.
@Suite struct FullDiskTests {
  @Test(.enabled(if: SmallDisk.isPossible), arguments: ["\"keep\"", "\"delete\""])
  func `a full disk ends with 74, and what was committed is safe`(onServer: String) throws {
    let disk = try #require(try SmallDisk(megabytes: 2))
    let home = try UserHome(archive: disk.folder("mail"))
    let contents = (1...20).map { MadeMail.content($0, size: 150_000) }
    let mailbox = try ServedMailbox(contents)
    try home.configure(mailbox.account(onServer: onServer))
    try home.makeArchive()
    let run = try home.run("fetch", "--quiet").fails(74, "home")
    #expect(run.errors.contains("disk is full") || run.errors.contains("No space left"), "\(run)")
    #expect(run.output == "")
    let stored = try home.stored()
    #expect(Set(stored).count == stored.count)
    #expect(Set(stored).isSubset(of: Set(contents)))
    // What left the server, if anything did, is here.
    #expect(mailbox.remaining.count + stored.count >= contents.count)
    try disk.grow(megabytes: 64)
    try home.run("verify").succeeds()
    try home.run("fetch").succeeds()
    #expect(Set(try home.stored()) == Set(contents))
    #expect(try home.files().count == contents.count)
    #expect(mailbox.remaining.count == (onServer == "\"delete\"" ? 0 : contents.count))
  }
}
