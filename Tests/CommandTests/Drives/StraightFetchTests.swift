import DemoServer
import Glibc
import TestDrives
import TestFiles
import Testing

/// The one-shot: mail fetched straight onto a drive, by machines that know nothing of it.
@Suite(.enabled(if: Drive.isPossible, "takes root, loop devices and FUSE")) struct StraightFetchTests {
  static let formats: [DriveFormat] = [.ext4, .exfat, .fat32, .ntfs]

  @Test(arguments: formats)
  func `a mailbox is fetched onto a drive by a new machine, and a month later only what is new`(
    format: DriveFormat
  ) throws {
    let drive = try Drive(format, octets: max(format.smallest, 64 << 20))
    var contents = StraightFetch.contents
    let fetch = try StraightFetch(drive, contents)
    try drive.attach(at: "first")
    #expect(try fetch.run() == contents.count)
    try fetch.expectExactly(contents)
    try fetch.expectJournal()
    try drive.detach()
    try drive.attach(at: "second")
    contents += MadeMail.contents(2_001...2_012)
    fetch.mailbox.add(2_001...2_012)
    let before = fetch.mailbox.commands().count
    #expect(try fetch.run() == 12)
    #expect(fetch.mailbox.commands(after: before).count { $0.hasPrefix("RETR") } == 12)
    try fetch.expectExactly(contents)
    try fetch.expectJournal()
    #expect(fetch.mailbox.remaining.count == contents.count)
    try drive.detach()
  }

  @Test(arguments: formats)
  func `an index lost on a drive is made again from the files there, and nothing is fetched twice`(
    format: DriveFormat
  ) throws {
    let drive = try Drive(format)
    let contents = MadeMail.awkward + MadeMail.contents(1...30)
    let fetch = try StraightFetch(drive, contents)
    try drive.attach()
    #expect(try fetch.run() == contents.count)
    try removeFile("\(fetch.archive)/index.sqlite")
    let home = try UserHome()
    try home.run("reindex", "--archive", fetch.archive).succeeds()
    try fetch.expectExactly(contents)
    try fetch.expectJournal()
    #expect(try fetch.run() == 0)
    // Also without a word: the next fetch takes up what is there.
    try removeFile("\(fetch.archive)/index.sqlite")
    #expect(try fetch.run() == 0)
    try fetch.expectExactly(contents)
    // A file's time tells when it came to its sender's server, not since when it has been here.
    let ages = try IndexRows.integers(
      "SELECT count(*) FROM messages WHERE stored_at < unixepoch() - 86400", archive: fetch.archive)
    #expect(ages == [0])
  }

  @Test func `the files of an archive on FAT go onto a true FAT32, and come back octet for octet`() throws {
    let drive = try Drive(.fat32)
    let contents = MadeMail.awkward + MadeMail.contents(1...100)
    let fetch = try StraightFetch(drive, contents)
    try drive.attach()
    #expect(try fetch.run() == contents.count)
    let image = try FATImage(of: fetch.archive)
    try drive.detach()
    let other = try Drive(.fat32)
    try other.attach()
    try image.extract(to: other.path)
    try fetch.at(other).expectExactly(contents)
    #expect(try fetch.at(other).run() == 0)
  }

  @Test(arguments: formats)
  func `kill -9 in the middle of a fetch onto a drive: the next has everything once`(
    format: DriveFormat
  ) throws {
    let drive = try Drive(format, octets: max(format.smallest, 64 << 20))
    let contents = (1...120).map { MadeMail.content($0, size: 2_000) }
    let fetch = try StraightFetch(drive, contents)
    try drive.attach()
    // Killed from outside, it could have come to its end before: it is killed where some messages have their names.
    let fault = Fault(
      kind: .kill, place: .folder("accounts/\(try accountName(fetch))/new"), number: contents.count / 2)
    let environment = try fault.environment(archive: fetch.archive, mark: drive.path + "/killed")
    #expect(try fetch.start(environment: environment).finish().status == 128 + SIGKILL)
    let named = try folderNames("\(fetch.archive)/accounts/\(try fetch.account())/new").count
    #expect((1..<contents.count).contains(named))
    let deadline = ContinuousClock.now + .seconds(60)
    try drive.detach()
    try drive.attach()
    while try fetch.start("--quiet").finish(within: .seconds(120)).status == 75,
      ContinuousClock.now < deadline
    {}
    try fetch.expectExactly(contents)
    #expect(try fetch.run() == 0)
  }

  @Test(arguments: formats)
  func `names on a drive hold no colon where it takes none, and two cases of a name are one account`(
    format: DriveFormat
  ) throws {
    let drive = try Drive(format)
    try drive.attach()
    let home = try UserHome(archive: "\(drive.path)/mail")
    let mailbox = try ServedMailbox(1...20, users: ["alice"])
    try home.configure(mailbox.account(others: "\"markRead\": true, \"partition\": \"month\", "))
    try home.makeArchive()
    try home.run("fetch").succeeds()
    let names = try folderNames("\(home.archive)/accounts/home/.2026.11/cur")
    #expect(names.count == 20)
    let separator = format.takesColon ? ":" : ";"
    #expect(names.allSatisfy { $0.hasSuffix("\(separator)2,S") })
    try home.run("verify").succeeds()
    var other = mailbox.account()
    other.name = "HOME"
    try home.configure(other)
    try home.run("fetch", "--quiet").fails(78, "home", "case")
    #expect(try folderNames("\(home.archive)/accounts") == ["home"])
  }

  /// What the one account of its archive is called, wherever that is.
  private func accountName(_ fetch: StraightFetch) throws -> String {
    let other = try Drive(.ext4)
    try other.attach()
    let elsewhere = fetch.at(other)
    try elsewhere.start("--quiet").finish().succeeds()
    return try elsewhere.account()
  }
}
