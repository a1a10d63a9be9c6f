/// A certificate of this side's own and its private key, each an absolute path to a PEM file.
package struct ClientCertificate: Sendable, Equatable {
  /// The certificate, and after it those that lead to its authority.
  package var file: String
  /// The private key, which only its owner may read; it may be in the same file.
  package var key: String

  package init(file: String, key: String) {
    self.file = file
    self.key = key
  }
}
