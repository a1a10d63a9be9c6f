/// One address of a message: `Alice <alice@example.org>` (RFC 5322 §3.4).
public struct Mailbox: Hashable, Sendable {
  /// The display name, decoded; nil where there is none.
  public var name: String?

  /// The address as written, without brackets and comments. Broken mail has addresses without `@` and empty ones.
  public var address: String

  public init(name: String? = nil, address: String) {
    self.name = name
    self.address = address
  }
}
