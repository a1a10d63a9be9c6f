/// Asks web servers, one exchange at a time: bounded in time and octets, blocking the calling thread.
///
/// Certificates and names are always verified. Secrets go over `https` alone: a form over plain `http` reaches no other
/// machine. What is read may come by `http`, for those who publish the settings of mail servers that way; from
/// `https` no redirect leads there.
package struct WebClient: Sendable {
  /// Redirects that `get` follows.
  private static let redirects = 5

  private let caFile: String?
  private let proxy: String?
  private let timeout: Duration
  private let isCancelled: @Sendable () -> Bool

  /// - Parameters:
  ///   - caFile: Authorities to trust instead of those of `$SSL_CERT_FILE` or, without that, of the system.
  ///   - proxy: As libcurl takes it, `socks5h://host:port` for one; nil: what `$https_proxy` and the like say.
  ///   - timeout: For the whole of an exchange, redirects among it.
  ///   - isCancelled: Asked about once a second.
  package init(
    caFile: String? = nil, proxy: String? = nil, timeout: Duration = .seconds(15),
    isCancelled: @escaping @Sendable () -> Bool = { false }
  ) {
    self.caFile = caFile ?? Environment.value("SSL_CERT_FILE")
    self.proxy = proxy
    self.timeout = timeout
    self.isCancelled = isCancelled
  }

  /// What is at `url`, at most `limit` octets of it.
  package func get(_ url: String, limit: Int = 1 << 20) throws(WebFailure) -> WebAnswer {
    let place = try WebPlace(url)
    return try WebExchange(
      url: url, place: place, form: nil, caFile: caFile, proxy: proxy(to: place),
      redirects: Self.redirects, timeout: timeout, limit: limit, isCancelled: isCancelled
    ).run()
  }

  /// What the server answers to a form; redirects are not followed.
  package func post(
    _ url: String, form: [(name: String, value: String)], limit: Int = 1 << 18
  ) throws(WebFailure) -> WebAnswer {
    let place = try WebPlace(url)
    guard place.isEncrypted || place.isLoopback else { throw WebFailure(code: .badURL, host: place.host) }
    return try WebExchange(
      url: url, place: place, form: WebForm.encoded(form), caFile: caFile, proxy: proxy(to: place),
      redirects: 0, timeout: timeout, limit: limit, isCancelled: isCancelled
    ).run()
  }

  /// No proxy leads to this machine itself.
  private func proxy(to place: WebPlace) -> String? { place.isLoopback ? "" : proxy }
}
