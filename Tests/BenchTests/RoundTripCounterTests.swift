import Bench
import Testing

@Suite struct RoundTripCounterTests {
  /// c: octets of the client; s: octets of the server reach the client.
  @Test(arguments: [
    ("", 1), ("c", 1), ("cs", 2),
    // TLS 1.3 with its tickets and a greeting in pieces, then a command.
    ("csscssscs", 4),
    // Pipelined commands in pieces are one wait.
    ("cccsss", 2),
    // What the client says after the last answer waits for nothing.
    ("cscsc", 3),
    // A server that speaks first is not waited for.
    ("ss", 1),
  ])
  func `each time the client waits for an answer is one round trip, and TCP's is the first`(
    passing: String, expected: Int
  ) {
    var counter = RoundTripCounter()
    for side in passing { if side == "c" { counter.clientSent() } else { counter.serverAnswered() } }
    #expect(counter.roundTrips == expected)
  }
}
