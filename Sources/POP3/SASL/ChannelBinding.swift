/// How an exchange of SCRAM is tied to the TLS connection that it goes over (RFC 5802, section 6).
public enum ChannelBinding: Sendable, Equatable {
  /// This side cannot, or was told not to.
  case none
  /// This side could, and the server announces no mechanism that can: told so, a server notices where somebody in the
  /// middle took such mechanisms out of its list.
  case unannounced
  /// Tied to `data`, which both ends of the connection know: `tls-exporter` (RFC 9266), `tls-unique` (RFC 5929).
  case bound(type: String, data: [UInt8])

  /// The header of GS2, without a name to act for (RFC 5801, section 4).
  var header: [UInt8] {
    switch self {
    case .none: Array("n,,".utf8)
    case .unannounced: Array("y,,".utf8)
    case .bound(let type, data: _): Array("p=\(type),,".utf8)
    }
  }

  /// What the last message says again, so that nobody can have changed it on the way.
  var proof: [UInt8] {
    switch self {
    case .none, .unannounced: header
    case .bound(type: _, let data): header + data
    }
  }
}
