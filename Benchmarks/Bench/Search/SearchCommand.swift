import ArgumentParser
import Glibc
import TestFiles

/// popkeep beside mu and notmuch: the first reading of the same mail, what it takes, and questions as whole processes.
struct SearchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Measure finding beside mu and notmuch: indexing, size, memory, queries as whole processes.")

  @Option(help: "How many messages.")
  var count = 100_000

  @Option(help: "A share of the usual length of texts.")
  var scale = 1.0

  @Option(help: "How often each question is asked.")
  var rounds = 5

  @Option(help: "Where mail and homes are made (default: $TMPDIR or /var/tmp).")
  var folder: String?

  @Option(help: "The popkeep to measure (default: the one beside popkeep-bench).")
  var popkeep: String?

  @Flag(help: "Without mu and notmuch.")
  var alone = false

  @Flag(help: "Keep the folder, and say where it is.")
  var keep = false

  func validate() throws {
    if count < 1 || rounds < 1 || scale <= 0 {
      throw ValidationError("--count, --rounds and --scale are above 0.")
    }
  }

  func run() throws {
    Interruption.hold()
    let place = try WorkingFolder.make(in: folder)
    defer { if keep { print("kept: \(place)") } else { WorkingFolder.remove(place) } }
    print(Machine.description(disk: place) + "\n")
    let run = try SearchRun(self, place)
    print(try run.indexing())
    fflush(nil)
    print(try run.questions())
    print(try run.lists())
  }

  var programs: [Finder.Program] {
    Finder.Program.allCases.filter { $0 == .popkeep || !alone && Finder.isHere($0) }
  }
}
