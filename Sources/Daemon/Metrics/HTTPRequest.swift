/// The head of a request (RFC 9112), as far as fixed pages need it: method, path and version.
struct HTTPRequest {
  /// What is wrong with a request, as the status of the reply.
  enum Refusal: Int, Error {
    case malformed = 400, tooSlow = 408, tooLong = 431
  }

  /// The longest head, in octets.
  static let limit = 8192

  let method: String
  let path: String
  /// HTTP/1.0 knows no chunks.
  let takesChunks: Bool

  /// Reads a head and passes over its fields; nil where the other end is gone.
  ///
  /// `Host` is not looked at. It would matter against a web page that has its own name lead to our address: such
  /// a page could read what every program on this machine can read anyway, and nothing here can be changed.
  init?(from connection: inout Connection, within patience: Duration) throws(Refusal) {
    let deadline = ContinuousClock.now + patience
    var left = Self.limit
    guard let first = try Self.line(from: &connection, deadline, &left) else { return nil }
    while let field = try Self.line(from: &connection, deadline, &left) {
      if !field.isEmpty { continue }
      let words = first.split(separator: 0x20, omittingEmptySubsequences: false)
      guard words.count == 3, let version = Self.version(words[2]), words[1].first == 0x2F else {
        throw .malformed
      }
      method = String(decoding: words[0], as: UTF8.self)
      path = String(decoding: words[1].prefix { $0 != 0x3F }, as: UTF8.self)
      takesChunks = version > 0
      return
    }
    return nil
  }

  /// The minor version of HTTP/1.
  private static func version(_ word: ArraySlice<UInt8>) -> UInt8? {
    guard word.count == 8, word.starts(with: "HTTP/1.".utf8), let digit = word.last, 0x30...0x39 ~= digit
    else {
      return nil
    }
    return digit - 0x30
  }

  private static func line(
    from connection: inout Connection, _ deadline: ContinuousClock.Instant, _ left: inout Int
  ) throws(Refusal) -> [UInt8]? {
    do throws(ConnectionFailure) {
      let line = try connection.readLine(limit: left, within: ContinuousClock.now.duration(to: deadline))
      left = max(0, left - (line?.count ?? 0) - 2)
      return line
    } catch {
      switch error {
      case .closed, .system: return nil
      case .timedOut: throw .tooSlow
      case .lineTooLong: throw .tooLong
      }
    }
  }
}
