/// What a document of Thunderbird's autoconfiguration says of POP3: raw texts, none of them believed yet.
///
/// The format: <https://wiki.mozilla.org/Thunderbird:Autoconfiguration:ConfigFileFormat>.
package struct ClientConfig: Sendable, Equatable {
  package struct Server: Sendable, Equatable {
    package var hostname = ""
    package var port = ""
    package var socketType = ""
    /// With `%EMAILADDRESS%` and its like; empty: not said.
    package var username = ""
    package var authentication: [String] = []

    package init() {}
  }

  package var displayName = ""
  /// The POP3 servers in their order.
  package var servers: [Server] = []
  /// Other protocols that it names servers of, such as `imap`, each once.
  package var otherProtocols: [String] = []
  /// Who gives out access tokens; empty: not said.
  package var issuer = ""

  package init() {}

  /// `pattern` with the parts of the address in it; nil where something is left to be filled in, or what comes
  /// out has control characters.
  static func fill(in pattern: String, of address: MailAddress) -> String? {
    var text = ""
    // Between the signs, so that what is put in is not read again.
    let parts = pattern.split(separator: "%", omittingEmptySubsequences: false)
    guard parts.count % 2 == 1 else { return nil }
    for (index, part) in parts.enumerated() {
      guard index % 2 == 1 else {
        text += part
        continue
      }
      switch part.uppercased() {
      case "EMAILADDRESS": text += address.text
      case "EMAILLOCALPART": text += address.localPart
      case "EMAILDOMAIN": text += address.domain
      case _: return nil
      }
    }
    let isPlain = text.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) }
    return isPlain && !text.isEmpty ? text : nil
  }
}
