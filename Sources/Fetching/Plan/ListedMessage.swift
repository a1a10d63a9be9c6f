package import POP3

/// One message as the server lists it in this session.
package struct ListedMessage: Sendable, Equatable {
  package let number: MessageNumber
  /// Nil where the server has no unique-id for it, or an empty one.
  package let uid: UniqueID?
  /// Nil where the server gave no size that means anything.
  package let octets: Int64?

  package init(number: MessageNumber, uid: UniqueID?, octets: Int64?) {
    self.number = number
    self.uid = uid
    self.octets = octets
  }
}
