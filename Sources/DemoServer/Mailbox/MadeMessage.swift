/// One message of a made mailbox, in wire form, made anew each time it is written.
package struct MadeMessage: Sendable {
  /// The unique-id, in one of the forms that servers give.
  package let uid: [UInt8]
  /// The size of what `write` writes.
  package let octets: Int64
  private let plan: MessagePlan

  init(_ plan: MessagePlan) {
    self.plan = plan
    uid = plan.uid
    octets = MessageMaker(plan).pieces().reduce(0) { $0 + $1.octets }
  }

  /// Writes the message in pieces of some 64 KB at most, or as long as a text is; what `emit` throws passes through.
  package func write(_ emit: (RawSpan) throws -> Void) throws {
    for piece in MessageMaker(plan).pieces() { try piece.write(emit) }
  }
}
