import ArgumentParser
import Glibc

/// Measures, prints tables, and ends with 1 where a contender did not do what it was to do. An aim that is missed is
/// a figure, not a failure.
struct RunCommand: ParsableCommand {
  enum Peers: String, CaseIterable, ExpressibleByArgument {
    case all, fast
  }

  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Run the cases, one after the other, and print medians and ratios.")

  @Option(help: "How often each contender runs; the slow ones run once.")
  var rounds = 5

  @Option(name: .customLong("case"), help: "A case to run, by its name (default: all; may be repeated).")
  var names: [String] = []

  @Option(help: "How many messages the case backup has.")
  var messages = BackupRun.usualCount

  @Flag(help: "Name the cases and end.")
  var list = false

  @Option(help: "fast: without fetchmail and getmail6.")
  var peers = Peers.all

  @Option(
    help:
      "Where mailboxes and homes are made (default: $TMPDIR or /var/tmp): on the disk to be measured, and where Dovecot's user may pass."
  )
  var folder: String?

  @Option(help: "The popkeep to measure (default: the one beside popkeep-bench).")
  var popkeep: String?

  @Option(help: "Words that run popkeep under a profiler, such as 'perf record -g -o popkeep.perf'.")
  var under = ""

  @Flag(help: "Try in seconds whether the bench itself works.")
  var smoke = false

  func validate() throws {
    if rounds < 1 { throw ValidationError("--rounds is at least 1.") }
    if messages < 1 { throw ValidationError("--messages is at least 1.") }
    let known = Set(BenchCase.all.map(\.name))
    for name in names where !known.contains(name) {
      throw ValidationError("There is no case \(name); --list names them.")
    }
  }

  func run() throws {
    let cases = smoke ? FetchCase.smoke.map { BenchCase.fetch($0) } : chosen
    if list {
      for one in cases { print("\(one.name): \(one.title)") }
      return
    }
    Interruption.hold()
    let place = try WorkingFolder.make(in: folder)
    let memory = try WorkingFolder.make(in: "/dev/shm")
    // Only now, when nothing is measured any more.
    defer { for path in [place, memory] { WorkingFolder.remove(path) } }
    let stage = try Stage(
      tools: try Tools(popkeep: popkeep, profiler: under.split(separator: " ").map(String.init)),
      folder: place, memoryFolder: memory,
      plans: Set(cases.flatMap(\.plans)), backedUp: messages)
    defer { stage.end() }
    print(Machine.description(disk: place) + "\n")
    var isWhole = true
    for one in cases {
      let report = try one.report(
        on: stage, rounds: smoke ? 1 : rounds, withSlow: peers == .all && !smoke)
      print(report.text)
      fflush(nil)
      isWhole = isWhole && report.isWhole
    }
    if !isWhole { throw ExitCode.failure }
  }

  private var chosen: [BenchCase] { BenchCase.all.filter { names.isEmpty || names.contains($0.name) } }
}
