/// A line of UIDL: a message and its unique-id (RFC 1939, section 7).
public struct UniqueIDListing: Equatable, Sendable {
  public let number: MessageNumber
  /// Nil where the server gives none.
  public let uid: UniqueID?

  public init(number: MessageNumber, uid: UniqueID?) {
    self.number = number
    self.uid = uid
  }

  /// Reads a line without its end; nil where there is no message number.
  ///
  /// The unique-id is all between the blanks behind the number and the blanks at the end: blanks
  /// inside it and octets of any value belong to it. A `+OK` in front does not matter.
  public init?(line: RawSpan) {
    var position = line.startOfListing
    guard let value: UInt32 = line.number(at: &position), let number = MessageNumber(value) else {
      return nil
    }
    let bytes = line.bytes(from: line.skippingBlanks(from: position), to: line.endBeforeBlanks)
    self.init(number: number, uid: bytes.isEmpty ? nil : UniqueID(bytes))
  }

  /// Reads what stands behind the `+OK` to `UIDL n`, where some servers leave the number out.
  ///
  /// Nil where the server names another message.
  public init?(text: [UInt8], asked number: MessageNumber) {
    let bytes = unsafe text.span.bytes
    let whole = bytes.bytes(from: bytes.skippingBlanks(from: 0), to: bytes.endBeforeBlanks)
    if let listing = UniqueIDListing(line: bytes), listing.uid != nil || listing.number == number {
      guard listing.number == number else { return nil }
      self = listing
    } else {
      self.init(number: number, uid: whole.isEmpty ? nil : UniqueID(whole))
    }
  }
}
