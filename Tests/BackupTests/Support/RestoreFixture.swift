import Archive
import Backup
import MailIndex
import Synchronization
import SystemPackage
import TestFiles
import Testing

/// A drive with the mail of one archive, and another archive that it is restored to.
struct RestoreFixture {
  let source: DriveFixture
  let target: DriveFixture

  /// - Parameter mailbox: what the drive has, of the account home.
  init(_ mailbox: [Offered], options: AccountOptions = AccountOptions()) throws {
    source = try DriveFixture()
    target = try DriveFixture(in: source.folder, archive: "new", id: "b")
    try source.fetch(mailbox, options: options)
    try source.add("red")
    try source.backUp("red")
  }

  var copy: String { source.copy("red") }

  /// Restores into the other archive.
  ///
  /// - Parameter steps: ended early after so many messages; nil: not at all.
  @discardableResult
  func restore(endingAfter steps: Int? = nil) throws -> RestoreSummary {
    let drive = try RestoreSource.find(
      source.path("red"), knownTo: [target.root.string], in: [source.system("red")])
    let done = Atomic(0)
    return try Restoration(
      target.open(), from: drive, options: { _ in AccountOptions() }, now: { DriveFixture.now },
      isStopped: { steps.map { done.add(1, ordering: .relaxed).newValue > $0 } ?? false }
    ).run()
  }

  func files(_ account: String = "home") throws -> MessageFiles {
    try MessageFiles(account: target.folder("new/accounts/\(account)"))
  }

  /// The archive has each of these messages once, byte for byte, under its unique-id, and nothing is wrong with it.
  func expectExactly(
    _ mailbox: [Offered], knowsUniqueIDs: Bool = true, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let files = try files()
    #expect(
      try files.all.map { try $0.wire() }.sorted { $0.lexicographicallyPrecedes($1) }
        == mailbox.map(\.wire).sorted { $0.lexicographicallyPrecedes($1) }, sourceLocation: sourceLocation)
    #expect(files.temporary.isEmpty, sourceLocation: sourceLocation)
    #expect(
      try Archive.verify(target.root, each: { _ in }).problems == 0, sourceLocation: sourceLocation)
    let account = try target.open().account("home", now: DriveFixture.now)
    for message in mailbox {
      // A sync fetches what no copy is known of.
      let copies = try account.copies(uid: Array(message.uid.utf8))
      #expect(copies.count >= 1, sourceLocation: sourceLocation)
      if knowsUniqueIDs {
        #expect(copies.first?.uid == Array(message.uid.utf8), sourceLocation: sourceLocation)
      }
    }
  }
}
