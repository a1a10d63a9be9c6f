package import Settings

/// A few fixed pages over HTTP, for Prometheus and for whoever watches: GET and HEAD, one request a connection.
package final class HTTPResponder: Sendable {
  private let listener: Listener

  /// Listens from here on. `pages` are by path; what is behind `?` does not count.
  package init(
    _ address: ListenAddress, headTimeout: Duration = .seconds(5),
    pages: [String: @Sendable () -> HTTPReply]
  ) throws(ListenFailure) {
    listener = try Listener(address, limit: 16, patience: .seconds(10)) { connection in
      Self.serve(&connection, headTimeout, pages)
    }
  }

  /// The port that the system picked where port 0 was asked for.
  package var boundPort: UInt16 { listener.boundPort }

  /// Ends all connections; false where a page was not finished in time.
  @discardableResult
  package func stop(within duration: Duration = .seconds(2)) -> Bool { listener.stop(within: duration) }

  /// A reply that is not read within this time is given up: nobody holds a thread for good.
  private static let replyTimeout = Duration.seconds(60)

  private static func serve(
    _ connection: inout Connection, _ headTimeout: Duration, _ pages: [String: @Sendable () -> HTTPReply]
  ) {
    do throws(HTTPRequest.Refusal) {
      guard let request = try HTTPRequest(from: &connection, within: headTimeout) else { return }
      let hasBody = request.method != "HEAD"
      send(reply(to: request, pages), over: connection, isChunked: request.takesChunks, hasBody: hasBody)
    } catch {
      let reply = HTTPReply.text("\(phrase(error.rawValue))\n", status: error.rawValue)
      send(reply, over: connection, isChunked: false, hasBody: true)
    }
    connection.finish()
  }

  private static func reply(
    to request: HTTPRequest, _ pages: [String: @Sendable () -> HTTPReply]
  ) -> HTTPReply {
    guard let page = pages[request.path] else { return .text("Not found\n", status: 404) }
    guard request.method == "GET" || request.method == "HEAD" else {
      return .text("Only GET and HEAD\n", status: 405)
    }
    return page()
  }

  private static func send(
    _ reply: HTTPReply, over connection: borrowing Connection, isChunked: Bool, hasBody: Bool
  ) {
    do throws(ConnectionFailure) {
      try connection.write(head(of: reply, isChunked: isChunked))
      if hasBody { try stream(reply, to: connection, isChunked: isChunked) }
    } catch {
      // Without the last chunk, or the rest, the other end knows that it has not got all.
      return
    }
  }

  private static func stream(
    _ reply: HTTPReply, to connection: borrowing Connection, isChunked: Bool
  ) throws(ConnectionFailure) {
    let deadline = ContinuousClock.now + replyTimeout
    try reply.body { octets throws(ConnectionFailure) in
      // An empty chunk would be the last one.
      if octets.isEmpty { return }
      guard ContinuousClock.now < deadline else { throw .timedOut }
      guard isChunked else { return try connection.write(octets) }
      try connection.write(Array("\(String(octets.count, radix: 16))\r\n".utf8) + octets + [0x0D, 0x0A])
    }
    if isChunked { try connection.write(Array("0\r\n\r\n".utf8)) }
  }

  private static func head(of reply: HTTPReply, isChunked: Bool) -> [UInt8] {
    var lines = ["HTTP/1.1 \(reply.status) \(phrase(reply.status))", "Content-Type: \(reply.contentType)"]
    lines += ["Connection: close", "Cache-Control: no-store"]
    if isChunked { lines.append("Transfer-Encoding: chunked") }
    if reply.status == 405 { lines.append("Allow: GET, HEAD") }
    return Array((lines.joined(separator: "\r\n") + "\r\n\r\n").utf8)
  }

  private static func phrase(_ status: Int) -> String {
    switch status {
    case 200: "OK"
    case 400: "Bad Request"
    case 404: "Not Found"
    case 405: "Method Not Allowed"
    case 408: "Request Timeout"
    case 431: "Request Header Fields Too Large"
    case 503: "Service Unavailable"
    case _: "Status"
    }
  }
}
