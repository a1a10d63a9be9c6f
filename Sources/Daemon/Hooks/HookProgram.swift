import CGlibc
import Glibc

/// A program of a hook while it runs: in a process group of its own, with our environment.
///
/// It may leave its input unread, and children behind that keep its pipes open: neither holds us up.
package struct HookProgram: ~Copyable {
  private static let complaintLimit = 4096
  /// How long a program that was asked to end is waited for before it is killed.
  private static let grace = Duration.seconds(2)

  private let process: pid_t
  private var input: HookPipe
  private var complaint: HookPipe
  private var said: [UInt8] = []

  /// Runs `job` to its end; `isStopped` is asked some fifty times a second and ends it early.
  package static func run(_ job: HookJob, isStopped: () -> Bool = { false }) -> HookResult {
    // A pipe that nobody reads any more is EPIPE to us, whatever the process does about the signal.
    var brokenPipe = sigset_t()
    var before = sigset_t()
    sigemptyset(&brokenPipe)
    sigaddset(&brokenPipe, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &brokenPipe, &before)
    defer {
      var atOnce = timespec()
      while sigtimedwait(&brokenPipe, nil, &atOnce) == SIGPIPE {}
      pthread_sigmask(SIG_SETMASK, &before, nil)
    }
    do throws(HookSpawn.Failure) {
      let program = try HookProgram(job)
      return program.run(job, isStopped)
    } catch {
      return HookResult(outcome: .cannotRun(code: error.code), complaint: "")
    }
  }

  private init(_ job: HookJob) throws(HookSpawn.Failure) {
    let spawned = try HookSpawn.start(job.command, without: job.withheld)
    process = spawned.process
    input = HookPipe(spawned.input)
    complaint = HookPipe(spawned.complaint)
  }

  private consuming func run(_ job: HookJob, _ isStopped: () -> Bool) -> HookResult {
    let deadline = ContinuousClock.now + job.timeout
    var written = 0
    while true {
      // In this order: what was said before the end is in the pipe by then.
      let outcome = reap()
      listen()
      if let outcome { return HookResult(outcome: outcome, complaint: words) }
      feed(job.input, &written)
      if isStopped() { return end(as: .stopped) }
      if ContinuousClock.now >= deadline { return end(as: .timedOut) }
      wait(until: deadline)
    }
  }

  /// Asks the whole group to end, and kills what is left of it when the program has ended, or after the grace.
  private mutating func end(as outcome: HookOutcome) -> HookResult {
    kill(-process, SIGTERM)
    input.close()
    let patience = ContinuousClock.now + Self.grace
    while !hasEnded, ContinuousClock.now < patience {
      listen()
      wait(until: patience)
    }
    // The program is not reaped yet, so that its number, and the group's, is still its own.
    kill(-process, SIGKILL)
    // One that sleeps in the kernel ends when that lets it: it is not waited for.
    let last = ContinuousClock.now + Self.grace
    while reap() == nil, ContinuousClock.now < last { wait(until: last) }
    listen()
    return HookResult(outcome: outcome, complaint: words)
  }

  /// Whether the program has ended, without taking note of it for good.
  private var hasEnded: Bool {
    var information = siginfo_t()
    let status = waitid(P_PID, id_t(process), &information, WEXITED | WNOHANG | WNOWAIT)
    // It stays zero where the program still runs (waitid(2)).
    return status != 0 || information.si_signo != 0
  }

  private func reap() -> HookOutcome? {
    var status: Int32 = 0
    switch waitpid(process, &status, WNOHANG) {
    case process:
      return status & 0x7F == 0 ? .ended(status: (status >> 8) & 0xFF) : .killed(signal: status & 0x7F)
    // Somebody ignores SIGCHLD: how the program ended is not known.
    case -1 where errno == ECHILD: return .ended(status: 0)
    case _: return nil
    }
  }

  private mutating func listen() {
    while let octets = complaint.read() {
      said += octets.prefix(Self.complaintLimit - said.count)
    }
  }

  private mutating func feed(_ octets: [UInt8], _ written: inout Int) {
    while input.isOpen {
      if written == octets.count { return input.close() }
      guard let count = input.write(octets[written...]) else { return }
      written += count
    }
  }

  /// Until there is something to read or write, or for some milliseconds: the end itself wakes nobody.
  private func wait(until deadline: ContinuousClock.Instant) {
    var waited = [
      pollfd(fd: complaint.descriptor, events: Int16(POLLIN), revents: 0),
      pollfd(fd: input.descriptor, events: Int16(POLLOUT), revents: 0),
    ]
    let longest: Int32 = complaint.isOpen ? 20 : 5
    poll(&waited, 2, min(longest, Waiting.milliseconds(until: deadline)))
  }

  private var words: String {
    let lines = String(decoding: said, as: UTF8.self).split(whereSeparator: \.isNewline)
    return PlainText.line(lines.joined(separator: " | "), limit: Self.complaintLimit)
  }
}
