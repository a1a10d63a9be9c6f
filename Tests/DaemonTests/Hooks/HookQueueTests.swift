import Daemon
import Glibc
import Synchronization
import TestFiles
import Testing

/// The queue of hooks: order, bounds, and its end.
@Suite(.timeLimit(.minutes(2))) struct HookQueueTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// What ended, in order.
  private final class Ends: Sendable {
    private let all = Mutex<[(account: HookSubject, outcome: HookOutcome)]>([])
    let gate = Gate()

    func add(_ account: HookSubject, _ result: HookResult) {
      all.withLock { $0.append((account: account, outcome: result.outcome)) }
      gate.open()
    }

    var outcomes: [HookOutcome] { all.withLock { $0.map(\.outcome) } }
    func outcomes(of account: String) -> [HookOutcome] {
      all.withLock { $0.filter { $0.account == .account(account) }.map(\.outcome) }
    }
  }

  private func queue(limit: Int = 1000, atOnce: Int = 4, _ ends: Ends) -> HookQueue {
    HookQueue(limit: limit, atOnce: atOnce) { account, _, result in ends.add(account, result) }
  }

  private func job(_ script: String) -> HookJob {
    HookJob(command: ["/bin/sh", "-c", script, "hook", folder.path], input: [], timeout: .seconds(60))
  }

  /// Runs until the file is there.
  private func waiting(for name: String) -> HookJob {
    job("echo >> $1/started-\(name); until [ -e $1/\(name) ]; do sleep 0.01; done")
  }

  @Test func `hooks of one account run in order, one at a time, and those of others beside them`() throws {
    let ends = Ends()
    let queue = queue(ends)
    #expect(queue.post(waiting(for: "go"), for: .account("home")))
    for number in 1...5 {
      let single = "mkdir $1/lock && echo \(number) >> $1/order && rmdir $1/lock; exit \(number)"
      #expect(queue.post(job(single), for: .account("home")))
    }
    #expect(queue.post(job("exit 9"), for: .account("work")))
    try ends.gate.wait()
    #expect(ends.outcomes == [.ended(status: 9)])
    try folder.write("go", text: "")
    for _ in 0...5 { try ends.gate.wait() }
    #expect(ends.outcomes(of: "home") == (0...5).map { .ended(status: Int32($0)) })
    #expect(try readFile(folder("order")) == Array("1\n2\n3\n4\n5\n".utf8))
    #expect(queue.drain(within: .seconds(30)) == 0)
  }

  @Test func `no more programs run at once than may`() throws {
    let ends = Ends()
    let queue = queue(atOnce: 2, ends)
    // The name of each is a file while it runs; what each saw at its start is noted.
    for number in 0..<12 {
      let script = "echo > $1/run-\(number); ls $1 | grep -c '^run-' >> $1/seen; rm $1/run-\(number)"
      #expect(queue.post(job(script), for: .account("account-\(number)")))
    }
    for _ in 0..<12 { try ends.gate.wait() }
    let seen = String(decoding: try readFile(folder("seen")), as: UTF8.self).split(separator: "\n")
    #expect(seen.count == 12 && seen.allSatisfy { $0 == "1" || $0 == "2" })
    #expect(queue.drain(within: .seconds(30)) == 0)
  }

  @Test func `beyond the bound a hook is dropped, and taken again once there is room`() throws {
    let ends = Ends()
    let queue = queue(limit: 2, atOnce: 1, ends)
    #expect(queue.post(waiting(for: "go"), for: .account("home")))
    try started("go")
    #expect(queue.post(job("exit 1"), for: .account("home")))
    #expect(queue.post(job("exit 2"), for: .account("work")))
    #expect(!queue.post(job("exit 3"), for: .account("work")))
    try folder.write("go", text: "")
    for _ in 0..<3 { try ends.gate.wait() }
    #expect(queue.post(job("exit 4"), for: .account("work")))
    try ends.gate.wait()
    #expect(ends.outcomes.last == .ended(status: 4))
    #expect(queue.drain(within: .seconds(30)) == 0)
  }

  @Test func `the end lets those that wait run, within its time`() {
    let ends = Ends()
    let queue = queue(atOnce: 1, ends)
    for number in 0..<5 { #expect(queue.post(job("exit \(number)"), for: .account("home"))) }
    #expect(queue.drain(within: .seconds(60)) == 0)
    #expect(ends.outcomes == (0..<5).map { .ended(status: $0) })
    #expect(!queue.post(job("exit 0"), for: .account("home")))
  }

  @Test func `after its time the end stops what runs, and counts what never ran`() throws {
    let ends = Ends()
    let queue = queue(ends)
    #expect(queue.post(waiting(for: "never"), for: .account("home")))
    for _ in 0..<3 { #expect(queue.post(job("exit 0"), for: .account("home"))) }
    try started("never")
    #expect(queue.drain(within: .zero) == 3)
    #expect(ends.outcomes == [.stopped])
  }

  @Test func `a program that cannot be run does not stop the others`() {
    let ends = Ends()
    let queue = queue(ends)
    #expect(queue.post(HookJob(command: [folder("none")], input: []), for: .account("home")))
    #expect(queue.post(job("exit 0"), for: .account("home")))
    #expect(queue.drain(within: .seconds(60)) == 0)
    #expect(ends.outcomes == [.cannotRun(code: ENOENT), .ended(status: 0)])
  }

  private func started(_ name: String) throws {
    let deadline = ContinuousClock.now + .seconds(30)
    while access(folder("started-\(name)"), F_OK) != 0 {
      try #require(ContinuousClock.now < deadline)
      sched_yield()
    }
  }
}
