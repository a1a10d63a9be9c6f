/// How the octets of a part are written (RFC 2045 §6).
public enum ContentEncoding: Hashable, Sendable {
  /// 7bit, 8bit, binary, and names that nobody knows: as they stand.
  case identity
  case base64
  case quotedPrintable
  /// x-uuencode and its other names: what stands between `begin` and `end`.
  case uuencode
}
