import ArgumentParser
import Glibc

/// `make soak`: one `popkeep daemon` for a while, with all that happens in its life at short intervals. It fails where
/// anything grows, is lost, or is there twice.
struct SoakCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "soak",
    abstract:
      "Runs popkeep daemon for a while beside servers that come and go, and fails where something grows.")

  @Option(help: "How long.")
  var minutes = 20.0

  @Option(help: "How many accounts, polled every 10 to 30 seconds.")
  var accounts = 300

  @Option(help: "Where the archive is made (default: $TMPDIR or /var/tmp).")
  var folder: String?

  @Option(help: "The popkeep to run (default: the one beside popkeep-bench).")
  var popkeep: String?

  @Option(help: "What all that happens by chance follows from.")
  var seed: UInt64 = 1

  func validate() throws {
    if minutes <= 0 || !(4...10_000).contains(accounts) {
      throw ValidationError("--minutes is more than 0, --accounts from 4 to 10000.")
    }
  }

  func run() throws {
    Interruption.hold()
    let place = try WorkingFolder.make(in: folder)
    defer { WorkingFolder.remove(place) }
    print(Machine.description(disk: place) + "\n")
    let soak = try Soak(self, folder: place)
    defer { soak.end() }
    let report = try soak.run()
    print(report.text)
    if !report.isWell { throw ExitCode.failure }
  }
}
