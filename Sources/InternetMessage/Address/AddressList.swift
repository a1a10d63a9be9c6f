/// Reads address lists (RFC 5322 §3.4, §4.4): groups, quoted names, comments, routes, and their broken forms.
public enum AddressList {
  /// The mailboxes of one list that are kept, at most.
  public static let limit = 4_096

  /// The mailboxes of `value`, in order; those of groups stand among the others.
  public static func parse(_ value: [UInt8]) -> [Mailbox] {
    var decoder = TextDecoder()
    var reader = AddressReader(value.indices)
    return reader.read(value.span, &decoder)
  }
}
