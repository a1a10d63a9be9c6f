import Glibc
package import OpenSSL

/// Why a connection was not to be had, or ended.
package struct ConnectionFailure: Error, Sendable, Equatable {
  /// What was being done.
  package enum Stage: Sendable, Equatable {
    case resolve
    case connect
    case tls
    /// Reading or writing, after all the others.
    case transfer
  }

  package enum Code: Error, Sendable, Equatable {
    /// The name has no address; temporary where a name server did not answer.
    case resolve(isTemporary: Bool)
    /// The host is there, and nobody listens on the port.
    case refused
    /// No way leads to the host.
    case unreachable
    /// The deadline passed.
    case timedOut
    /// No handshake, or no trust, or broken records.
    case tls(TLSFailure)
    /// The server ended the connection in order where that was not its turn.
    case closed
    /// The connection was cut: reset, or over TLS ended without close_notify.
    case closedAbruptly
    /// This side's `Cancellation` ended it.
    case cancelled
    /// The proxy does not lead to the server.
    case proxy(ProxyFault, name: String)
    /// Connections cannot come from the address that was asked for; nil: it is of another kind (IPv4, IPv6) than all of
    /// the server's.
    case source(String, errno: Int32?)
    /// The certificate of this side's own is of no use.
    case identity(ClientIdentity.Fault)
    /// A system call failed with this errno.
    case io(Int32)
  }

  package let stage: Stage
  package let code: Code
  package let host: String
  package let port: UInt16

  package init(_ stage: Stage, _ code: Code, host: String, port: UInt16) {
    self.stage = stage
    self.code = code
    self.host = host
    self.port = port
  }
}

extension ConnectionFailure: CustomStringConvertible {
  /// One sentence without its full stop: what is wrong and what to do.
  package var description: String {
    let host = printableHost
    return switch code {
    case .resolve(isTemporary: false): "there is no host named \(host): check its spelling"
    case .resolve(isTemporary: true):
      "the name \(host) cannot be looked up now: check this machine's network and name servers"
    case .refused:
      "\(host) refuses connections on port \(port): check the port (995 for implicit TLS, 110 for STLS), "
        + "or try again later"
    case .unreachable: "\(host) cannot be reached: check this machine's network"
    case .timedOut: silence(of: host)
    case .tls(let failure): failure.description
    case .closed where stage == .tls:
      "\(host) ended the connection instead of a TLS handshake: check the port and the kind of TLS"
    case .closed: "\(host) ended the connection: try again later"
    case .closedAbruptly: "the connection to \(host) was cut: try again"
    case .cancelled: "the connection to \(host) was ended from this side"
    case .proxy(let fault, let name): fault.sentence(proxy: name, server: "\(host), port \(port)")
    case .source(let address, let errno?):
      "connections cannot come from \(address) (\(String(cString: strerror(errno)))): check \"source\", which is an address of this machine"
    case .source(let address, errno: nil):
      "no connection from \(address) leads to \(host), whose addresses are of another kind: check \"source\""
    case .identity(let fault): fault.sentence
    case .io(let errno): "the connection to \(host) failed: \(String(cString: strerror(errno)))"
    }
  }

  private func silence(of host: String) -> String {
    switch stage {
    case .resolve: "no name server told the address of \(host) in time: check this machine's network"
    case .connect:
      "\(host) does not answer on port \(port): check host, port and firewall, or try again later"
    case .tls:
      "\(host) answers on port \(port), but not with TLS: check the port and the kind of TLS, or try again later"
    case .transfer: "\(host) has fallen silent: try again later"
    }
  }

  private var printableHost: String {
    String(
      decoding: host.utf8.prefix(260).map { (0x21...0x7e).contains($0) ? $0 : UInt8(ascii: "?") },
      as: UTF8.self)
  }
}
