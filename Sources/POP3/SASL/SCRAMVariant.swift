/// The hash of a SCRAM mechanism: SCRAM-SHA-1 (RFC 5802) or SCRAM-SHA-256 (RFC 7677).
public enum SCRAMVariant: String, Sendable, CaseIterable {
  case sha1 = "SCRAM-SHA-1"
  case sha256 = "SCRAM-SHA-256"

  /// The name of the mechanism, as the SASL line of CAPA has it.
  public func mechanism(isBound: Bool) -> String { isBound ? "\(rawValue)-PLUS" : rawValue }
}
