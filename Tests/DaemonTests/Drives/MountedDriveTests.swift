import Backup
import Daemon
import Fetching
import Glibc
import Settings
import Synchronization
import TestFiles
import Testing

/// The cycle with a drive that is really mounted, and that the daemon sees by itself. It takes a process that may mount.
@Suite(
  .serialized, .timeLimit(.minutes(3)),
  .enabled(if: MountWatchTests.mayMount, "this process may not mount"))
struct MountedDriveTests {
  /// A folder that is mounted at another, as a drive is, and keeps what is in it while it is not.
  private final class Stick: Sendable {
    let place: String
    private let content: TemporaryFolder

    init(at place: String) throws {
      content = try TemporaryFolder()
      self.place = place
    }

    deinit { umount2(place, Int32(MNT_DETACH)) }

    func plug() throws {
      guard mount(content.path, place, "", UInt(MS_BIND), nil) == 0 else {
        throw TestFileFailure(call: "mount", code: errno)
      }
    }

    /// As soon as nobody has anything open in it: a look at it takes a moment.
    func unplug() async throws {
      try await Awaited.until("it can be unmounted", within: .seconds(10)) {
        if umount2(place, 0) == 0 { return true }
        guard errno == EBUSY else { throw TestFileFailure(call: "umount", code: errno) }
        return false
      }
    }

    /// Whoever has files open in it keeps them.
    func pull() throws {
      guard umount2(place, Int32(MNT_DETACH)) == 0 else { throw TestFileFailure(call: "umount", code: errno) }
    }
  }

  /// Pulls a stick the first time that it is asked to.
  private final class PullOnce: Sendable {
    private let stick: Stick
    private let isPulled = Mutex(false)

    init(_ stick: Stick) { self.stick = stick }

    func pull() {
      let isFirst = isPulled.withLock { isPulled in
        defer { isPulled = true }
        return !isPulled
      }
      guard isFirst else { return }
      do { try stick.pull() } catch { Issue.record("\(error)") }
    }
  }

  private func plugged() async throws -> (DriveHome, Stick) {
    let home = try DriveHome([DriveSettings(name: "red", backup: .whenAttached)], readsMounts: true)
    guard mkdir(home.path("red"), 0o700) == 0 else { throw TestFileFailure(call: "mkdir", code: errno) }
    let stick = try Stick(at: home.path("red"))
    try stick.plug()
    try home.addDrive("red", isMade: true)
    return (home, stick)
  }

  @Test func `mounted, it is copied to; told that it can be unplugged, it can; mail waits until it is back`()
    async throws
  {
    let (home, stick) = try await plugged()
    try await stick.unplug()
    try await home.start()
    try await home.deliver(4)
    #expect(home.onServer == 4)
    try stick.plug()
    try await Awaited.until("it is done") { !home.log(of: "red", "you can unplug it now").isEmpty }
    // Nothing of it is held open any more.
    try await stick.unplug()
    try await home.awaitOnServer(0)
    try await home.awaitAttached("red", false)
    try await home.deliver(3)
    #expect(home.onServer == 3)
    try stick.plug()
    try await home.awaitComplete("red")
    try await home.awaitOnServer(0)
    #expect(try home.copies(on: "red").count == 7)
    try await home.stop()
  }

  @Test func `pulled while it is copied to, nothing lands beneath it, and attached again it is made whole`()
    async throws
  {
    let (home, stick) = try await plugged()
    try await home.start()
    try await home.deliver(3_000, octets: 2_000)
    let pulls = PullOnce(stick)
    let outcomes = try await home.backUp("red") { event in
      if case .copying = event { pulls.pull() }
    }
    #expect(outcomes.compactMap(\.problem).allSatisfy { $0.kind == .tryAgain })
    try await home.awaitAttached("red", false)
    #expect(try folderNames(home.path("red")).isEmpty)
    try stick.plug()
    try await home.awaitComplete("red")
    #expect(try home.copies(on: "red").count == 3_000)
    try await home.awaitOnServer(0)
    try await home.stop()
  }
}
