/// A mailbox to be made: so many messages of such sizes, the same on every machine.
package struct MailboxPlan: Hashable, Sendable {
  /// Also the name of the user whose it is.
  package let name: String
  package let count: Int
  /// The size of a message in octets as it goes over the wire, dot-stuffing left out.
  package let octets: Int
  /// Sizes from a fifth to five times `octets`, which is their mean.
  package let isMixed: Bool

  package init(_ name: String, count: Int, octets: Int, isMixed: Bool = false) {
    self.name = name
    self.count = count
    self.octets = octets
    self.isMixed = isMixed
  }

  static let tenThousand = MailboxPlan("ten-thousand", count: 10_000, octets: 25_000, isMixed: true)

  /// Shares of the mean: half of a mailbox is small, a tenth of the messages are half of the octets.
  private static let shares = [0.2, 0.4, 0.2, 5.0, 0.2, 0.4, 1.0, 0.2, 0.4, 2.0]

  /// The size of message `number`, counted from 1.
  package func size(of number: Int) -> Int {
    isMixed ? Int(Double(octets) * Self.shares[number % Self.shares.count]) : octets
  }
}
