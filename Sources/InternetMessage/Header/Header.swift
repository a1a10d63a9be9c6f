/// One header field as it stands in a message.
public struct HeaderField: Hashable, Sendable {
  /// The name as written.
  public let name: String

  /// The octets of the value, without the blanks around it, folds left in.
  public let value: [UInt8]

  /// The value unfolded and decoded for people (RFC 2047).
  public var text: String { EncodedWord.decode(value) }
}

/// The header section of a message: all its fields, in order.
public struct Header: Sendable {
  /// The octets that are looked at, at most: 1 MB.
  public static let octetLimit = 1 << 20

  /// The fields that are kept, at most.
  public static let fieldLimit = 10_000

  public let fields: [HeaderField]

  /// The length of the header section with its blank line; where there is no blank line, of all that was looked at.
  public let octets: Int

  /// Reads the header section at the start of `message`; never fails, broken lines are passed over.
  public init(parsing message: [UInt8]) {
    let header = message.span.extracting(first: Self.octetLimit)
    var scanner = FieldScanner(header)
    var fields: [HeaderField] = []
    while fields.count < Self.fieldLimit, let slice = scanner.next(in: header) {
      let name = String(decoding: header.copy(slice.name), as: UTF8.self)
      fields.append(HeaderField(name: name, value: header.copy(slice.value)))
    }
    self.fields = fields
    octets = HeaderSection.end(in: header)?.body ?? header.count
  }

  /// The first field of that name, in any case.
  public func first(_ name: String) -> HeaderField? {
    fields.first { $0.name.lowercased() == name.lowercased() }
  }
}
