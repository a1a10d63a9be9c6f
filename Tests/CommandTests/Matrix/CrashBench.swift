import DemoServer
import Glibc
import Synchronization
import TestFiles
import TestServers
import Testing

/// One cell of the crash matrix of the built program: a home, an archive and a mailbox of its own, a fetch that
/// something happens to, a fetch that nothing happens to, and what must be true then.
final class CrashBench: Sendable {
  /// What all cells of a row share, so that none needs `init` or a certificate authority of its own.
  struct Ground: Sendable {
    let authority: TestAuthority
    /// The files of an archive that `init` has made.
    let marker: [UInt8]

    init() throws {
      authority = try TestAuthority()
      let home = try UserHome()
      try home.run("init", "--archive", home.archive).succeeds()
      marker = try readFile("\(home.archive)/.popkeep/archive.json")
    }
  }

  let home: UserHome
  let mailbox: ServedMailbox
  private let deletes: Bool
  private let complaints = Mutex<[String]>([])
  private var mark: String { home.folder("mark") }

  init(_ ground: Ground, deletes: Bool) throws {
    self.deletes = deletes
    home = try UserHome()
    mailbox = try ServedMailbox(MatrixMail.contents, authority: ground.authority)
    try home.configure(
      mailbox.account(onServer: deletes ? "\"delete\"" : "\"keep\"", others: "\"partition\": \"month\", "))
    for name in ["", "/accounts", "/.popkeep"] {
      guard mkdir(home.archive + name, 0o700) == 0 else { throw SystemFailure("mkdir") }
    }
    try writeFile("\(home.archive)/.popkeep/archive.json", ground.marker)
    let witness: @Sendable (Interference.Request) -> Void = { [weak self] in self?.look($0) }
    mailbox.server.change { quirks in
      quirks.verdict = { request in
        witness(request)
        return nil
      }
    }
  }

  deinit { mailbox.server.stop() }

  /// A fetch that meets the fault; its end, and whether it came as far as the fault.
  func disturbed(_ fault: Fault) throws -> (run: CommandRun, wasHit: Bool) {
    let run = try home.start(
      ["fetch", "--quiet"], environment: try fault.environment(archive: home.archive, mark: mark)
    ).finish()
    return (run, access(mark, F_OK) == 0)
  }

  /// The same under strace.
  func disturbed(_ fault: KernelFault) throws -> (run: CommandRun, wasHit: Bool) {
    let log = home.folder("strace")
    let run = try home.start(["fetch", "--quiet"], under: try fault.command(log: log)).finish()
    return (run, try fault.wasHit(log: log))
  }

  /// Fetches once more, with nothing in the way, and expects every message here, octet for octet and once, in
  /// files and in rows, nothing left over, and the server as the policy wants it.
  func expectAllIsWell(_ comment: String) throws {
    let contents = MatrixMail.contents
    try fetchOnceServed()
    let files = try MessageFiles(account: "\(home.archive)/accounts/home")
    #expect(
      try files.all.map { try $0.wire() }.sorted { $0.lexicographicallyPrecedes($1) }
        == contents.sorted { $0.lexicographicallyPrecedes($1) }, "\(comment)")
    #expect(files.temporary == [], "\(comment)")
    let own = try folderNames("\(home.archive)/.popkeep").filter { $0 != "search.lock" }
    #expect(own == ["archive.json", "lock"], "\(comment)")
    #expect(
      try IndexRows(archive: home.archive).bases.sorted() == files.all.map(\.base).sorted(), "\(comment)")
    let verified = try home.run("verify", "--json").succeeds().json()
    #expect(verified["findings"]?.items == [], "\(comment)")
    #expect(mailbox.remaining.count == (deletes ? 0 : contents.count), "\(comment)")
    #expect(complaints.withLock { $0 } == [], "\(comment)")
  }

  /// Fetches; as long as the server still holds the mailbox for a dead session, again.
  private func fetchOnceServed() throws {
    let deadline = ContinuousClock.now + .seconds(20)
    var run = try home.run("fetch")
    while run.status == 75, ContinuousClock.now < deadline { run = try home.run("fetch") }
    run.succeeds()
  }

  /// Looks from outside, at the moment a DELE comes, for the message's file and for its committed row.
  private func look(_ request: Interference.Request) {
    guard request.verb == "DELE", let uid = request.message?.uid,
      let index = MatrixMail.contents.indices.first(where: { MatrixMail.uid($0) == uid })
    else { return }
    do {
      let rows = Set(try IndexRows(archive: home.archive).bases)
      let files = try MessageFiles(account: "\(home.archive)/accounts/home")
      let isHere = try files.all.contains {
        try rows.contains($0.base) && $0.wire() == MatrixMail.contents[index]
      }
      if !isHere { complain("DELE of message \(index + 1) before its commit") }
    } catch {
      complain("DELE of message \(index + 1), and the archive cannot be read: \(error)")
    }
  }

  private func complain(_ text: String) { complaints.withLock { $0.append(text) } }
}
