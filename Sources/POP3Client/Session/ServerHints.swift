package import POP3

/// What earlier sessions taught about a server: see `SessionFailure.lesson`.
package struct ServerHints: Sendable, Equatable {
  /// CAPA is not sent.
  package var skipCapabilities: Bool
  /// Commands are sent one at a time, whatever CAPA announces.
  package var pipeliningBreaks: Bool
  /// What the server announced before the log-in when it was last asked: it is not asked again, which saves a
  /// round trip. After the log-in it is asked all the same.
  package var capabilities: Capabilities?
  /// The SASL mechanisms that the server has announced, also where it is asked again: see `SessionFailure.Code.downgraded`.
  package var mechanisms: [String]

  package init(
    skipCapabilities: Bool = false, pipeliningBreaks: Bool = false, capabilities: Capabilities? = nil,
    mechanisms: [String] = []
  ) {
    self.skipCapabilities = skipCapabilities
    self.pipeliningBreaks = pipeliningBreaks
    self.capabilities = capabilities
    self.mechanisms = mechanisms
  }
}
