import CCurl

/// Where a URL leads, as the library says that will go there.
struct WebPlace {
  let host: String
  let isEncrypted: Bool

  /// Fails for what is no URL, is none of `https` and `http`, or has a user's name in it.
  init(_ url: String) throws(WebFailure) {
    var place = popkeep_web_place()
    let end = popkeep_web_split(url, &place)
    if end == popkeep_web_no_library { throw WebFailure(code: .libraryMissing, host: "") }
    let host = WebText.clean(string(of: place.host))
    let scheme = string(of: place.scheme)
    guard end == popkeep_web_done, scheme == "https" || scheme == "http", !host.isEmpty, !place.has_user,
      url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7f })
    else { throw WebFailure(code: .badURL, host: host) }
    self.host = host
    isEncrypted = scheme == "https"
  }

  /// `localhost` is no name to be looked up: libcurl takes it for this machine.
  var isLoopback: Bool {
    if host.lowercased() == "localhost" || host == "[::1]" { return true }
    let octets = host.split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
    return octets.count == 4 && octets.first == 127 && !octets.contains(nil)
  }
}
