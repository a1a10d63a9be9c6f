import Archive
import Fetching
import MailIndex
import Settings
import Synchronization

/// popkeep while nobody looks: runs accounts when they are due, answers who asks, and tells what happens.
///
/// The scheduler decides when; `AccountSync` does the work; this joins them with log, hooks, figures and the local
/// socket. What fails here fails alone: no hook, no listener and no log holds up a sync.
package final class Daemon: Sendable {
  struct State {
    var configuration: Configuration
    var accounts: [String: Account]
    var configurationProblem: Problem?
    /// Accounts whose next run only rehearses.
    var rehearsals: Set<String> = []
    /// What the last runs failed with, in case that it cannot be recorded.
    var problems: [String: Problem] = [:]
    var responder: HTTPResponder?
    var control: Listener?
    var socket: String?
    var clockWatch = ClockWatch()
    /// What was said of why the archive cannot be used, and not yet that it can again.
    var archiveComplaint: String?
    /// What was said of why mail is not read for search.
    var searchComplaint: String?
    /// It was said that the file of figures cannot be written.
    var figuresFailed = false
    /// It was said that other commands cannot ask.
    var deafnessWasTold = false
    /// What was said of drives, by name.
    var driveProblems: [String: Problem] = [:]
    var driveWarnings: [String: Set<String>] = [:]
  }

  let parts: DaemonParts
  let state: Mutex<State>
  let seat: ArchiveSeat
  let stopRequest = StopRequest()
  let feeds = Feeds()
  let tally = Tally()
  let runLog: RunLog
  let hooks: HookDesk
  let desk: DriveDesk
  let searchKeeper: SearchKeeper
  let startedAt: Int64
  let scheduler: Scheduler
  let scrubbing = Atomic(false)
  let reloading = Mutex(())
  private let bond = Bond()

  /// Who runs the accounts, known only once the daemon is there.
  private final class Bond: Sendable {
    private let daemon = Mutex<Daemon?>(nil)
    func set(_ new: Daemon?) { daemon.withLock { $0 = new } }
    var value: Daemon? { daemon.withLock { $0 } }
  }

  /// Reads the configuration; throws where it is wrong.
  package init(_ parts: DaemonParts) throws {
    let configuration = try parts.configuration()
    self.parts = parts
    state = Mutex(State(configuration: configuration, accounts: Self.byName(configuration.accounts)))
    runLog = RunLog(parts.log, now: parts.clock.now)
    startedAt = parts.clock.now()
    let bond = bond
    hooks = HookDesk(
      archive: configuration.archive, now: parts.clock.now,
      withheld: { bond.value?.configuration.passwordVariables ?? [] }
    ) { [log = parts.log] in
      log.write($0)
    }
    seat = ArchiveSeat(path: configuration.archive) { archive in bond.value?.noteOpened(archive) }
    desk = DriveDesk(
      DriveDesk.Parts(
        seat: seat, now: parts.clock.now, elapsed: { [clock = parts.scheduleClock] in clock.now().elapsed },
        mounts: parts.mounts, settings: { bond.value?.configuration.drives ?? [] },
        tell: { bond.value?.note($0) }))
    searchKeeper = SearchKeeper(
      lending: { [seat] body in _ = try seat.withOpen(body) }, while: { [seat] in !seat.isToBeLeft },
      minFree: { bond.value?.configuration.minFree.octets(of: $0) ?? 0 },
      failed: { bond.value?.noteUnread($0) })
    scheduler = Scheduler(
      limits: Self.limits(configuration), seed: parts.seed, clock: parts.scheduleClock,
      work: { name in bond.value?.work(name) ?? .init(problem: nil, standing: nil, logIn: nil) },
      planned: { name, next in bond.value?.notePlanned(name, next) })
    workers = WorkerThreads(count: Self.threads(configuration))
  }

  let workers: WorkerThreads

  /// True where no run goes on, and nothing has changed since the schedule looked at what is due.
  package var isAtRest: Bool { scheduler.isAtRest }

  /// Each session may want a second thread, and as many again may go on that have outlasted their turn.
  static func threads(_ configuration: Configuration) -> Int { 4 * configuration.daemon.sessions }

  static func limits(_ configuration: Configuration) -> Timetable.Limits {
    Timetable.Limits(
      sessions: configuration.daemon.sessions, sessionsPerHost: configuration.daemon.sessionsPerHost)
  }

  static func byName(_ accounts: [Account]) -> [String: Account] {
    Dictionary(accounts.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  var configuration: Configuration { state.withLock { $0.configuration } }

  func say(
    _ level: LogLevel, _ message: String, account: String? = nil, stage: String? = nil,
    fields: [(name: String, value: String)] = []
  ) {
    parts.log.write(
      LogLine(
        level, message, time: parts.clock.now(), account: account, stage: stage, fields: fields))
  }

  /// Runs until `stop`; throws where it cannot begin: another daemon works on the archive, or an address is taken.
  package func run() async throws {
    bond.set(self)
    defer { bond.set(nil) }
    try begin()
    let watch = watchDrives()
    defer { watch?.stop() }
    parts.supervisor.ready()
    await withTaskGroup(of: Void.self) { group in
      group.addTask { await self.scheduler.run(on: self.workers) }
      group.addTask { await self.keepUp() }
      await group.next()
      group.cancelAll()
    }
    end()
  }

  /// Ends soon: what has arrived is committed, sessions end with QUIT. A little later sessions that still go on are cut.
  package func stop() {
    parts.supervisor.stopping()
    say(.notice, "stopping: committing what has arrived")
    stopRequest.stop()
    desk.stop()
    scheduler.stop()
  }

  /// Cuts the sessions that still go on.
  package func cutShort() { stopRequest.cutShort() }

  private func begin() throws {
    do { try seat.with { _ in } } catch {
      let problem = Problem(classifying: error)
      // A disk that is not mounted yet will be, and one that is full will be freed. Another program at work, or a marker
      // that this version cannot read, is for a person to see at once.
      guard problem.kind == .configuration || problem.kind == .disk else { throw problem }
      complain(problem)
    }
    schedule()
    try serveFigures(configuration)
    keepListening()
    let count = configuration.accounts.count(where: \.enabled)
    say(.notice, "started with \(count) \(count == 1 ? "account" : "accounts"), archive \(seat.path)")
    tellSupervisor()
  }

  private func end() {
    desk.stop()
    searchKeeper.end()
    if !desk.awaitEnd(within: .seconds(8)) {
      say(
        .warning, "a drive does not come to an end: what was not counted yet is copied again", stage: "drives"
      )
    }
    let (responder, control) = state.withLock { state in
      defer { (state.responder, state.control) = (nil, nil) }
      return (state.responder, state.control)
    }
    control?.stop(within: .seconds(1))
    responder?.stop(within: .seconds(1))
    hooks.drain(within: .seconds(1))
    if state.withLock({ $0.socket }) != nil { announce(nil) }
    workers.close()
    say(.notice, "stopped")
  }
}
