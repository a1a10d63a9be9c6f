package import DemoServer
import Glibc
package import OpenSSL
import Synchronization

/// A web server on loopback that answers as a closure says, one exchange a connection.
package final class WebServer: Sendable {
  package struct Request: Sendable {
    package let method: String
    /// The path with its query.
    package let target: String
    /// Names in lower case.
    package let headers: [String: String]
    package let body: String
  }

  package enum Reply: Sendable {
    case answer(Int = 200, type: String = "application/json", headers: [String] = [], body: String = "")
    /// Octets as they are, and the end of the connection.
    case raw(String)
    /// These octets again and again, until the client has enough.
    case endless(after: String, String)
    /// Nothing, until the client goes away.
    case silence
  }

  private let listener: Listener
  private let scheme: String
  private let log = Requests()

  package init(
    identity: TLSIdentity? = nil, address: Loopback = .ipv4, port: UInt16 = 0,
    patience: Duration = .seconds(20),
    _ answer: @escaping @Sendable (Request) -> Reply
  ) throws {
    let context = try identity.map { identity in try TLSServerContext(identity: identity) }
    let log = log
    scheme = identity == nil ? "http" : "https"
    listener = try Listener(address: address, port: port) { socket, _ in
      var connection = Connection(socket: socket, patience: patience)
      // A client that goes away is part of the tests, which look at what it says of it.
      do throws(DemoServerFailure) {
        if let context { try connection.startTLS(context) }
        guard let request = try Self.request(&connection) else { return }
        log.append(request)
        try Self.reply(answer(request), &connection)
      } catch {
        connection.end(.drop)
      }
    }
  }

  package var port: UInt16 { listener.port }

  /// What came, in its order.
  package var requests: [Request] { log.all }

  package func url(_ path: String = "/") -> String {
    "\(scheme)://\(listener.address == .ipv6 ? "[::1]" : listener.address.rawValue):\(port)\(path)"
  }

  package func stop() { listener.stop() }

  private static func request(_ connection: inout Connection) throws(DemoServerFailure) -> Request? {
    guard let first = try line(&connection) else { return nil }
    let words = first.split(separator: " ")
    guard words.count == 3 else { return nil }
    var headers: [String: String] = [:]
    while let line = try line(&connection), !line.isEmpty {
      let parts = line.split(separator: ":", maxSplits: 1)
      headers[parts[0].lowercased()] = parts.count > 1 ? String(parts[1].drop { $0 == " " }) : ""
    }
    let body = try connection.nextOctets(headers["content-length"].flatMap { Int($0) } ?? 0)
    return Request(
      method: String(words[0]), target: String(words[1]), headers: headers,
      body: String(decoding: body, as: UTF8.self))
  }

  private static func line(_ connection: inout Connection) throws(DemoServerFailure) -> String? {
    try connection.nextLine().map { String(decoding: $0, as: UTF8.self) }
  }

  private static func reply(_ reply: Reply, _ connection: inout Connection) throws(DemoServerFailure) {
    switch reply {
    case .answer(let status, let type, let headers, let body):
      let lines =
        ["HTTP/1.1 \(status) Reason", "Content-Type: \(type)", "Content-Length: \(body.utf8.count)"]
        + headers + ["Connection: close", "", body]
      try connection.put(lines.joined(separator: "\r\n"))
      try connection.flush()
    case .raw(let text):
      try connection.put(text)
      try connection.flush()
    case .endless(let start, let text):
      try connection.put(start)
      while true { try connection.put(text) }
    case .silence: try connection.awaitEnd()
    }
    connection.end(.close)
  }
}

private final class Requests: Sendable {
  private let requests = Mutex<[WebServer.Request]>([])

  var all: [WebServer.Request] { requests.withLock { $0 } }

  func append(_ request: WebServer.Request) { requests.withLock { $0.append(request) } }
}
