import Glibc
import TestFiles
import TestServers
import Testing

/// Files beside the archive that go away under the daemon: its configuration, its socket, its log.
@Suite(.waiting) struct LostFileTests {
  @Test func `a configuration that is gone and comes back: the daemon goes on, and says so once`() throws {
    let (home, mailbox) = try UserHome.polled(1...2)
    let daemon = try UnattendedRun(home)
    try daemon.brings(MadeMail.contents(1...2), to: home)
    try moveFile(home.configuration, to: home.folder("saved"))
    mailbox.add(3...3)
    try daemon.brings(MadeMail.contents(1...3), to: home)
    daemon.signal(SIGHUP)
    try daemon.says("the configuration was not taken")
    mailbox.add(4...4)
    try daemon.brings(MadeMail.contents(1...4), to: home)
    // The very same file: neither its time nor its size tells that it was away.
    try moveFile(home.folder("saved"), to: home.configuration)
    try daemon.until("the complaint is withdrawn") {
      guard let status = try daemon.status(home) else { return false }
      return status["daemon"]?["configurationError"] == .null
    }
    #expect(daemon.lines("the configuration was not taken") == 1)
    try daemon.stop()
  }

  @Test func `a folder of the socket that is removed: nothing is fetched twice, and the socket comes back`()
    throws
  {
    let (home, mailbox) = try UserHome.polled(1...2)
    let runtime = home.folder("run")
    guard mkdir(runtime, 0o700) == 0 else { throw SystemFailure("mkdir") }
    let daemon = try UnattendedRun(home, environment: ["XDG_RUNTIME_DIR": runtime])
    try daemon.brings(MadeMail.contents(1...2), to: home)
    let place = "\(runtime)/popkeep"
    let names = try folderNames(place)
    #expect(names.count == 1)
    for name in names { try removeFile("\(place)/\(name)") }
    guard rmdir(place) == 0 else { throw SystemFailure("rmdir") }
    mailbox.add(3...3)
    let run = try home.run("fetch", "--quiet")
    // Either it is back already, or a sentence says that somebody works on the archive.
    if run.status != 0 { run.fails(75, home.archive) }
    try daemon.brings(MadeMail.contents(1...3), to: home)
    try daemon.answersFetch(home)
    #expect(try home.files().count == 3)
    try daemon.stop()
    #expect(try folderNames(place) == [])
  }

  @Test(arguments: ["full", "without a reader"])
  func `a log that nobody takes holds up nothing`(state: String) throws {
    let (home, mailbox) = try UserHome.polled(1...2)
    let path = home.folder("log")
    guard mkfifo(path, 0o600) == 0 else { throw SystemFailure("mkfifo") }
    let pipe = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC)
    guard pipe >= 0 else { throw SystemFailure("open \(path)") }
    var isOpen = true
    defer { if isOpen { close(pipe) } }
    if state == "full" {
      let chunk = [UInt8](repeating: 0x2E, count: 4_096)
      while write(pipe, chunk, chunk.count) > 0 {}
    }
    let daemon = try UnattendedRun(
      home, ["--verbose"], under: ["/bin/sh", "-c", "exec \"$0\" \"$@\" 2>'\(path)'"])
    try daemon.brings(MadeMail.contents(1...2), to: home)
    if state != "full" {
      close(pipe)
      isOpen = false
    }
    mailbox.add(3...3)
    try daemon.brings(MadeMail.contents(1...3), to: home)
    try daemon.answersFetch(home)
    try daemon.stop()
    try home.run("verify").succeeds()
  }

  @Test(arguments: [[2], [0, 1, 2]])
  func `a daemon that is started with closed streams writes its log into no other file`(
    closed: [Int]
  ) throws {
    let (home, mailbox) = try UserHome.polled(1...40, onServer: "\"delete\"")
    let endings = closed.map { "\($0)>&-" }.joined(separator: " ")
    let daemon = try UnattendedRun(
      home, ["--verbose"], under: ["/bin/sh", "-c", "exec \"$0\" \"$@\" \(endings)"])
    try daemon.brings(MadeMail.contents(1...40), to: home)
    mailbox.add(41...50)
    try daemon.brings(MadeMail.contents(1...50), to: home)
    try daemon.until("the server is empty") { mailbox.remaining.isEmpty }
    // They lead nowhere: no file got the number of one that is written to.
    for stream in closed { #expect(try daemon.target(ofStream: stream) == "/dev/null") }
    try daemon.stop()
    try home.run("verify").succeeds()
  }
}
