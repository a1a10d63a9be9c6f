/// What earlier sessions taught about a server: see `SessionFailure.lesson`.
package struct ServerHints: Sendable, Equatable {
  /// CAPA is not sent.
  package var skipCapabilities: Bool
  /// Commands are sent one at a time, whatever CAPA announces.
  package var pipeliningBreaks: Bool

  package init(skipCapabilities: Bool = false, pipeliningBreaks: Bool = false) {
    self.skipCapabilities = skipCapabilities
    self.pipeliningBreaks = pipeliningBreaks
  }
}
