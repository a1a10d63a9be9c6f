/// Counts the round trips of a connection, from what passes: a client's octets that were answered, however many
/// commands were in them, are one; what it says after the last answer is none. TCP's own is the first.
package struct RoundTripCounter {
  package private(set) var roundTrips = 1
  private var isWaiting = false

  package init() {}

  /// Octets have come from the client.
  package mutating func clientSent() { isWaiting = true }

  /// Octets of the server have reached the client.
  package mutating func serverAnswered() {
    if isWaiting { roundTrips += 1 }
    isWaiting = false
  }
}
