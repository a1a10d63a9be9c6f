import DemoServer
import Glibc
import TestFiles
import TestServers
import Testing

/// An archive that goes away under the daemon, and comes back.
@Suite(.waiting) struct LostArchiveTests {
  private static let often = "\"every\": \"1s\", "

  @Test(.enabled(if: LoopDisk.isPossible, "takes root and a loop device"))
  func `a disk that is detached under an idle daemon is let go of, and used again once it is attached`()
    throws
  {
    let disk = try #require(try LoopDisk(megabytes: 64))
    let (home, mailbox) = try UserHome.polled(1...3, archive: "\(disk.path)/mail")
    let daemon = try UnattendedRun(home)
    try daemon.brings(MadeMail.contents(1...3), to: home)
    try disk.detach()
    mailbox.add(4...6)
    try daemon.says("There is no archive at")
    try home.run("fetch", "--quiet").fails(78, home.archive)
    #expect(try folderNames(disk.path) == [])
    // It can be attached only when nobody holds anything on it.
    try #require(try disk.attach())
    try daemon.brings(MadeMail.contents(1...6), to: home)
    try daemon.says("the archive can be used again")
    try daemon.answersFetch(home)
    try daemon.stop()
    try home.run("verify").succeeds()
  }

  @Test(
    .enabled(if: LoopDisk.isPossible, "takes root and a loop device"), arguments: ["\"keep\"", "\"delete\""])
  func `a disk that is detached in the middle of a session: nothing beneath it, nothing lost, nothing twice`(
    onServer: String
  ) throws {
    let disk = try #require(try LoopDisk(megabytes: 64))
    let home = try UserHome(archive: "\(disk.path)/mail")
    let mailbox = try ServedMailbox(MatrixMail.contents)
    let (gate, release) = (Gate(), Gate())
    try home.configure(mailbox.account(onServer: onServer, others: Self.often))
    try home.makeArchive()
    mailbox.server.change { quirks in
      quirks.verdict = { request in
        guard request.verb == "RETR", request.argument == "3" else { return nil }
        gate.open()
        _ = release.wait()
        release.open()
        return nil
      }
    }
    let daemon = try UnattendedRun(home)
    #expect(gate.wait())
    try disk.detach()
    release.open()
    // What was open stays so: the session ends on the disk, wherever that is, and the next finds no archive.
    try daemon.says("class=configuration")
    #expect(try folderNames(disk.path) == [])
    try #require(try disk.attach())
    #expect(try home.stored().count + mailbox.remaining.count >= MatrixMail.contents.count)
    try daemon.brings(MatrixMail.contents, to: home)
    let left = onServer == "\"delete\"" ? 0 : MatrixMail.contents.count
    try daemon.until("the server has what it is to keep") { mailbox.remaining.count == left }
    try daemon.stop()
    try home.run("verify").succeeds()
  }

  @Test(.enabled(if: LoopDisk.isPossible, "takes root and a loop device"))
  func `a disk that fails every call is complained of and let go of; mounted anew, it is used again`() throws
  {
    let disk = try #require(try LoopDisk(megabytes: 64))
    let (home, mailbox) = try UserHome.polled(1...3, archive: "\(disk.path)/mail", onServer: "\"delete\"")
    let daemon = try UnattendedRun(home)
    try daemon.brings(MadeMail.contents(1...3), to: home)
    try daemon.until("the server is empty") { mailbox.remaining.isEmpty }
    try disk.fail()
    mailbox.add(4...6)
    try daemon.says("class=disk")
    #expect(mailbox.remaining.count == 3)
    try disk.detach()
    try #require(try disk.attach())
    try daemon.brings(MadeMail.contents(1...6), to: home)
    try daemon.until("the server is empty") { mailbox.remaining.isEmpty }
    try daemon.stop()
    try home.run("verify").succeeds()
  }

  @Test(.enabled(if: LoopDisk.isPossible, "takes root and a loop device"))
  func `a daemon that starts before its disk is mounted waits for it, and can be asked from then on`() throws
  {
    let disk = try #require(try LoopDisk(megabytes: 64))
    let (home, mailbox) = try UserHome.polled(1...3, archive: "\(disk.path)/mail")
    // It lasts longer than the disk is waited for.
    let other = try MountCopy()
    defer { other.end() }
    try disk.detach()
    let daemon = try UnattendedRun(home)
    try daemon.says("started with 1 account")
    #expect(daemon.log.contains("There is no archive at"))
    #expect(try folderNames(disk.path) == [])
    try #require(try disk.attach())
    try daemon.brings(MadeMail.contents(1...3), to: home)
    try daemon.answersFetch(home)
    try daemon.stop()
    #expect(mailbox.remaining.count == 3)
    try home.run("verify").succeeds()
  }

  @Test func `a folder that is moved away and back: nothing is made in its place, and the mail goes on`()
    throws
  {
    let (home, mailbox) = try UserHome.polled(1...3)
    let daemon = try UnattendedRun(home)
    try daemon.brings(MadeMail.contents(1...3), to: home)
    try moveFile(home.archive, to: home.folder("elsewhere"))
    mailbox.add(4...5)
    try daemon.says("There is no archive at")
    #expect(access(home.archive, F_OK) != 0)
    try moveFile(home.folder("elsewhere"), to: home.archive)
    try daemon.brings(MadeMail.contents(1...5), to: home)
    try daemon.answersFetch(home)
    try daemon.stop()
    try home.run("verify").succeeds()
  }

  @Test func `a daemon whose archive is away ends in order`() throws {
    let (home, mailbox) = try UserHome.polled(1...1)
    let daemon = try UnattendedRun(home)
    try daemon.brings(MadeMail.contents(1...1), to: home)
    try moveFile(home.archive, to: home.folder("elsewhere"))
    try daemon.says("There is no archive at")
    try daemon.stop()
    #expect(access(home.archive, F_OK) != 0)
    #expect(mailbox.remaining.count == 1)
  }

  @Test func `another archive at the same path is never written to, nor its lock taken`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...3)
    try home.configure(mailbox.account(others: Self.often))
    let (own, other) = (home.folder("own"), home.folder("other"))
    try home.makeArchive()
    try home.run("fetch").succeeds()
    try moveFile(home.archive, to: other)
    try home.makeArchive()
    let daemon = try UnattendedRun(home)
    try daemon.brings(MadeMail.contents(1...3), to: home)
    try moveFile(home.archive, to: own)
    // What an interrupted write leaves is cleared away by whoever opens an archive to write.
    try writeFile("\(other)/.popkeep/archive.json.new", [])
    let before = try FolderState(other)
    try moveFile(other, to: home.archive)
    mailbox.add(4...5)
    try daemon.says("There is another archive at")
    #expect(try FolderState(home.archive).files == before.files)
    try moveFile(home.archive, to: other)
    try moveFile(own, to: home.archive)
    try daemon.brings(MadeMail.contents(1...5), to: home)
    #expect(try FolderState(other).files == before.files)
    try daemon.stop()
  }
}

/// Every file and folder below a folder: what it is, how large, and when it was changed last.
private struct FolderState {
  private(set) var files: [String: String] = [:]

  init(_ path: String) throws { try collect(path, "") }

  private mutating func collect(_ root: String, _ name: String) throws {
    var status = stat()
    guard lstat(root + name, &status) == 0 else { throw SystemFailure("lstat") }
    files[name] =
      "\(status.st_ino) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
    guard status.st_mode & S_IFMT == S_IFDIR else { return }
    for child in try folderNames(root + name) { try collect(root, "\(name)/\(child)") }
  }
}

extension LoopDisk {
  /// From here on every call that reaches the disk fails with EIO, until it is mounted anew: as with a drive that
  /// was pulled.
  func fail() throws {
    let folder = open(path, O_RDONLY | O_CLOEXEC)
    guard folder >= 0 else { throw SystemFailure("open \(path)") }
    defer { close(folder) }
    // EXT4_IOC_SHUTDOWN, with EXT4_GOING_FLAGS_NOLOGFLUSH.
    var flags: UInt32 = 2
    guard ioctl(folder, 0x8004_587D, &flags) == 0 else { throw SystemFailure("shut down \(path)") }
  }
}
