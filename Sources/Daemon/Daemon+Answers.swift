import Archive
import Fetching
import Glibc
import MailIndex
import Settings
import Synchronization
import SystemPackage

extension Daemon {
  /// Listens where other commands ask, and does so anew where the socket's file is gone.
  ///
  /// One that lies in an archive which is away is let go of: it would keep the disk from being mounted again. And who
  /// waits for an archive that another works on leaves the socket to that one.
  func keepListening() {
    let (control, socket) = state.withLock { ($0.control, $0.socket) }
    if let control, let socket, control.isReachable, maySpeak(at: socket) { return }
    state.withLock { $0.control = nil }
    control?.stop(within: .seconds(1))
    guard let path = socketPath() else {
      return sayDeaf("there is no place for the daemon's socket: name one with \"socket\"")
    }
    if isInArchive(path) { seat.look() }
    if maySpeak(at: path) { listen(path) }
  }

  private func maySpeak(at path: String) -> Bool {
    !seat.isTaken && !(isInArchive(path) && seat.isAway)
  }

  private func isInArchive(_ path: String) -> Bool { path.hasPrefix("\(seat.path)/") }

  private func listen(_ path: String) {
    do throws(ListenFailure) {
      let listener = try Listener(.unix(path), limit: 32, patience: .seconds(30)) { [weak self] connection in
        self?.answer(&connection)
      }
      state.withLock { state in
        state.control = listener
        state.socket = path
        state.deafnessWasTold = false
      }
    } catch {
      // Mail is fetched all the same.
      return sayDeaf("other commands cannot ask the daemon: \(error)")
    }
    announce(path)
  }

  private func sayDeaf(_ message: String) {
    let wasTold = state.withLock { state in
      defer { state.deafnessWasTold = true }
      return state.deafnessWasTold
    }
    if !wasTold { say(.warning, message) }
  }

  func announce(_ socket: String?) {
    // Where the archive is away it is announced once it is back.
    do { try seat.with { try $0.announce(socket: socket) } } catch { return }
  }

  private func socketPath() -> String? {
    SocketPlace.path(
      configured: configuration.daemon.socket, archive: seat.path, environment: parts.environment)
  }

  /// Serves one command, on its connection's thread.
  private func answer(_ connection: inout Connection) {
    guard let peer = connection.peer, peer.user == geteuid() || peer.user == 0 else { return }
    do {
      guard let line = try connection.readLine(limit: ControlLine.longestRequest, within: .seconds(10)) else {
        return
      }
      switch try ControlLine.decode(line, as: ControlRequest.self) {
      case .status: try connection.write(ControlLine.encode(ControlAnswer.status(status())))
      case .note(let marks):
        try seat.with { try $0.note(marks) }
        try connection.write(ControlLine.encode(ControlAnswer.done))
      case .fetch(let names, let isRehearsal): try fetch(names, isRehearsal, &connection)
      case .backup(let drives, let verifies):
        try serve(.backup(drives: drives, verifies: verifies), &connection)
      case .verifyDrive(let drive, let share):
        try serve(.verification(drive: drive, share: share), &connection)
      case .forgetDrive(let name): try connection.write(ControlLine.encode(forget(drive: name)))
      case .lookForDrives:
        desk.look()
        try connection.write(ControlLine.encode(ControlAnswer.done))
      }
      connection.finish()
    } catch {
      // Whoever asked is gone, or asked what this version does not know.
      return
    }
  }

  private func fetch(_ names: [String], _ isRehearsal: Bool, _ connection: inout Connection) throws {
    let (wanted, unknown) = state.withLock { state in
      let enabled = state.configuration.accounts.filter(\.enabled).map(\.name)
      let wanted = names.isEmpty ? enabled : names
      return (wanted, wanted.first { state.accounts[$0] == nil })
    }
    if let refusal = refusal(unknown) {
      return try connection.write(ControlLine.encode(ControlAnswer.refused(refusal)))
    }
    let feed = feeds.open(Set(wanted), isRehearsal: isRehearsal)
    defer {
      feeds.close(feed)
      if isRehearsal { state.withLock { $0.rehearsals.subtract(feed.missing) } }
    }
    ask(feed)
    while !feed.isComplete {
      if let (account, event) = feed.next() {
        try connection.write(ControlLine.encode(ControlAnswer.event(account: account, event: event)))
      } else if connection.hasPeerGone || (stopRequest.isStopping && scheduler.runningCount == 0) {
        return
      } else {
        ask(feed)
      }
    }
    try connection.write(ControlLine.encode(ControlAnswer.done))
  }

  /// Asks for the runs that a feed still waits for, again and again: one that goes on is the answer only where it is of
  /// the kind that was asked for, and has not just ended. An account that is no longer configured has none.
  private func ask(_ feed: Feed) {
    for name in feed.missing where scheduler.state(of: name)?.isRunning != true {
      if let gone = state.withLock({ $0.accounts[name] == nil ? refusal(name) : nil }) {
        var report = AccountReport(name: name)
        report.error = gone
        feed.put(name, .finished(report), isRehearsal: feed.isRehearsal)
        continue
      }
      if feed.isRehearsal { state.withLock { _ = $0.rehearsals.insert(name) } }
      _ = scheduler.ask(name)
    }
  }

  private func refusal(_ unknown: String?) -> Problem? {
    if stopRequest.isStopping {
      return Problem(
        .tryAgain, "The daemon is about to end.", hint: "Try again in some seconds.", temporary: true)
    }
    guard let unknown else { return nil }
    return Problem(
      .configuration, "The running daemon has no account \"\(unknown)\".",
      hint: "It reads a changed configuration by itself; see 'popkeep status' for what is wrong with it.")
  }

  /// How all of it stands.
  package func status() -> DaemonStatus {
    let (configuration, configurationProblem, problems) = state.withLock { state in
      (state.configuration, state.configurationProblem, state.problems)
    }
    var standings: [String: AccountStanding] = [:]
    var scrub: ScrubStatus?
    var drives: [DriveStatus] = []
    do {
      try seat.with { archive in
        standings = try archive.standings()
        drives = try desk.status(in: archive)
        scrub = try ScrubStatus(lastOf: archive)
      }
    } catch {
      // The problem is part of what is told.
      standings = [:]
    }
    let accounts = configuration.accounts.map {
      Status($0, standings[$0.name], scheduler.state(of: $0.name), problem: problems[$0.name])
    }
    return DaemonStatus(
      accounts: accounts, process: parts.process, startedAt: startedAt,
      configurationProblem: configurationProblem, archiveProblem: seat.problem, scrub: scrub,
      drives: drives, shard: parts.shard?.description)
  }
}
