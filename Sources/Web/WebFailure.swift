/// Why an exchange with a web server did not come to an answer.
///
/// Its description is one sentence without a secret and without a control character: of a URL it names the host alone.
package struct WebFailure: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Code: Sendable, Equatable {
    case cannotResolve
    case cannotConnect
    case timedOut
    /// What libcurl says of the handshake or the certificate.
    case tls(String)
    /// More octets came than the caller takes.
    case tooLarge
    case cancelled
    /// No URL at all, another scheme than https, or plain http where that is not allowed.
    case badURL
    case libraryMissing
    case other(String)
  }

  package let code: Code
  package let host: String

  package init(code: Code, host: String) {
    self.code = code
    self.host = host
  }

  package var description: String {
    switch code {
    case .cannotResolve: "\(host) has no address: the name is wrong, or no name server answers"
    case .cannotConnect: "\(host) cannot be reached: nothing takes connections there"
    case .timedOut: "\(host) did not answer in time"
    case .tls(let reason): reason.isEmpty ? "no TLS with \(host)" : "no TLS with \(host): \(reason)"
    case .tooLarge: "\(host) sent more than an answer of this kind can have"
    case .cancelled: "the question to \(host) was called off"
    case .badURL: "not an address of https that can be asked: \(host.isEmpty ? "no host" : host)"
    case .libraryMissing:
      "libcurl is not on this machine, and nothing can be asked over the web without: install it (Debian, Ubuntu: apt-get install libcurl4; Fedora: dnf install libcurl)"
    case .other(let reason): reason.isEmpty ? "the exchange with \(host) failed" : "\(host): \(reason)"
    }
  }
}
