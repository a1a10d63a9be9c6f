import ArgumentParser
import Glibc

/// `make bench-daemon`: many accounts polled by one `popkeep daemon`. An aim that is missed is a figure, not a failure.
struct DaemonCommand: ParsableCommand {
  enum Server: String, CaseIterable, ExpressibleByArgument {
    case demo, dovecot

    var title: String {
      switch self {
      case .demo: "the built-in server"
      case .dovecot: "Dovecot"
      }
    }
  }

  static let configuration = CommandConfiguration(
    commandName: "daemon",
    abstract: "Measures popkeep daemon: many accounts, polled again and again, over TLS.")

  @Option(name: .customLong("server"), help: "demo or dovecot (default: both; may be repeated).")
  var servers: [Server] = []

  @Option(help: "How many accounts.")
  var accounts = 10_000

  @Option(help: "Seconds between two polls of an account.")
  var every = 300

  @Option(help: "Rounds with nothing new.")
  var steady = 2

  @Option(help: "How often a hundred accounts get new mail.")
  var bursts = 3

  @Option(help: "The daemon's limit of sessions, with the one host too.")
  var sessions = 32

  @Option(help: "Where mailboxes and the archive are made (default: $TMPDIR or /var/tmp).")
  var folder: String?

  @Option(help: "The popkeep to measure (default: the one beside popkeep-bench).")
  var popkeep: String?

  func validate() throws {
    for (name, number, range) in [
      ("accounts", accounts, 1...99_999), ("every", every, 1...3_600), ("steady", steady, 1...100),
      ("bursts", bursts, 0...20), ("sessions", sessions, 1...1_000),
    ] where !range.contains(number) {
      throw ValidationError("--\(name) is from \(range.lowerBound) to \(range.upperBound).")
    }
  }

  func run() throws {
    Interruption.hold()
    let place = try WorkingFolder.make(in: folder)
    defer { WorkingFolder.remove(place) }
    // Dovecot's user must be able to pass.
    guard chmod(place, 0o711) == 0 else { throw BenchFailure(call: "chmod \(place)") }
    print(Machine.description(disk: place) + "\n")
    for server in servers.isEmpty ? Server.allCases : servers {
      let run = try DaemonRun(self, on: server, folder: "\(place)/\(server.rawValue)")
      defer { run.end() }
      print(try run.run())
      fflush(nil)
    }
  }
}
