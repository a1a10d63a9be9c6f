import ArgumentParser
import Glibc

/// The relay as a process of its own, so that it costs no contender anything but its share of the machine.
struct RelayCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "relay",
    abstract:
      "Relays connections to a local port, delayed; prints its own port, and each connection's round trips.")

  @Option(help: "The port to relay to, on 127.0.0.1.")
  var to: UInt16

  @Option(help: "Milliseconds of a round trip.")
  var roundTrip = 40

  func run() throws {
    let relay = try DelayRelay(to: to, roundTrip: roundTrip) { count in
      print("round-trips \(count)")
      fflush(nil)
    }
    print("port \(relay.port)")
    fflush(nil)
    try relay.run()
  }
}
