import Archive
import Daemon
import Fetching
import Synchronization
import SystemPackage
import TestFiles
import Testing

/// The archive of a daemon, which may go and come back.
@Suite struct ArchiveSeatTests {
  private let made: MadeArchive
  private let seat: ArchiveSeat
  private let openings = Openings()

  private final class Openings: Sendable {
    private let number = Mutex(0)
    func note() { number.withLock { $0 += 1 } }
    var count: Int { number.withLock { $0 } }
  }

  init() throws {
    made = try MadeArchive()
    seat = ArchiveSeat(path: made.path) { [openings] _ in openings.note() }
  }

  private static let diskTrouble = Problem(.disk, "The disk fails.", hint: "", scope: .archive)

  @Test func `it is opened once, and stays open`() throws {
    #expect(seat.problem == nil && openings.count == 0)
    for _ in 0..<3 { try seat.with { #expect($0.isInPlace) } }
    #expect(openings.count == 1)
    #expect(throws: ArchiveFailure.self) { try Archive.open(made.root, for: .writing) }
  }

  @Test func `one that is taken away is let go of, and opened again once it is back`() throws {
    try seat.with { _ in }
    try made.takeAway()
    seat.look()
    #expect(seat.problem?.kind == .configuration)
    #expect(throws: (any Error).self) { try seat.with { _ in Issue.record("used") } }
    // Nothing holds the disk, nor the lock.
    try made.bringBack()
    _ = try Archive.open(made.root, for: .writing)
    seat.look()
    #expect(seat.problem == nil)
    #expect(openings.count == 2)
  }

  @Test func `an index that is taken away under it is noticed, and made anew from the mail`() throws {
    try seat.with { _ in }
    try removeFile("\(made.path)/index.sqlite")
    seat.look()
    #expect(seat.problem == nil && openings.count == 2)
    try seat.with { #expect($0.isInPlace) }
  }

  @Test func `another archive at the same path is not touched`() throws {
    try seat.with { _ in }
    try made.takeAway()
    try Archive.create(at: made.root, id: String(repeating: "b", count: 32))
    #expect(throws: ArchiveFailure.self) { try seat.with { _ in Issue.record("used") } }
    #expect(seat.problem?.message.contains("another archive") == true)
    #expect(seat.problem?.scope == .archive)
    #expect(try folderNames("\(made.path)/accounts").isEmpty)
    try moveFile(made.path, to: made.folder("other"))
    try made.bringBack()
    try seat.with { #expect($0.marker.id == String(repeating: "a", count: 32)) }
    #expect(seat.problem == nil)
  }

  @Test func `what a run found of the archive is kept until a run finds otherwise`() throws {
    try seat.with { _ in }
    seat.note(Problem(.unavailable, "", hint: "", scope: .host))
    #expect(seat.problem == nil)
    seat.note(Self.diskTrouble)
    #expect(seat.problem == Self.diskTrouble)
    // It is opened anew: what was found may hang on something that only that mends.
    try seat.with { _ in }
    #expect(openings.count == 2)
    #expect(seat.problem == Self.diskTrouble)
    seat.note(nil)
    #expect(seat.problem == nil)
    try seat.with { _ in }
    #expect(openings.count == 2)
  }

  @Test func `one that is in use is not opened a second time beside it`() throws {
    try seat.with { outer in
      seat.note(Self.diskTrouble)
      try seat.with { #expect($0 === outer) }
      #expect(openings.count == 1)
    }
    try seat.with { _ in }
    #expect(openings.count == 2)
  }

  @Test func `where there is none yet, it is taken when it comes`() throws {
    let folder = try TemporaryFolder()
    let empty = ArchiveSeat(path: folder("later")) { [openings] _ in openings.note() }
    empty.look()
    #expect(empty.problem?.kind == .configuration)
    #expect(openings.count == 0)
    try Archive.create(at: FilePath(folder("later")), id: String(repeating: "c", count: 32))
    try empty.with { _ in }
    #expect(empty.problem == nil && openings.count == 1)
  }
}
