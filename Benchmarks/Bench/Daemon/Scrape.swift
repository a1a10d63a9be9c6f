import Glibc

/// The daemon's figures at one moment, as Prometheus gets them.
package struct Scrape: Sendable {
  private var values: [String: [String: Double]] = [:]

  /// Reads the text form: `name value` or `name{account="x"} value`; the first label's value names the sample.
  package init(_ text: String) {
    for line in text.split(separator: "\n") where !line.hasPrefix("#") {
      guard let gap = line.lastIndex(of: " "), let value = Double(line[line.index(after: gap)...]) else {
        continue
      }
      let key = line[..<gap]
      let name = key.prefix { $0 != "{" }
      let label = key.split(separator: "\"").dropFirst().first ?? ""
      values[String(name), default: [:]][String(label), default: 0] += value
    }
  }

  /// The sum over all accounts; 0 where there is none.
  package func sum(_ name: String) -> Double { (values[name] ?? [:]).values.reduce(0, +) }

  /// By account.
  package func each(_ name: String) -> [String: Double] { values[name] ?? [:] }

  /// Asks at a socket of the file system.
  static func take(_ socketPath: String) throws -> Scrape {
    let answer = try get("/metrics", socketPath)
    guard answer.hasPrefix("HTTP/1."), answer.dropFirst(8).hasPrefix(" 200 "),
      let head = answer.firstRange(of: "\r\n\r\n")
    else {
      throw BenchFailure("the daemon's figures are not to be had: \(answer.prefix(200))")
    }
    return Scrape(String(answer[head.upperBound...]))
  }

  private static func get(_ page: String, _ socketPath: String) throws -> String {
    let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw BenchFailure(call: "socket") }
    defer { close(descriptor) }
    var limit = timeval(tv_sec: 30, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    let path = Array(socketPath.utf8)
    guard path.count < MemoryLayout.size(ofValue: address.sun_path) else {
      throw BenchFailure("the path \(socketPath) is too long for a socket")
    }
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path) }
    let connected = withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    guard connected == 0 else { throw BenchFailure(call: "connect \(socketPath)") }
    // To 1.0 the answer comes in one piece.
    let request = Array("GET \(page) HTTP/1.0\r\nHost: localhost\r\n\r\n".utf8)
    guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
      throw BenchFailure(call: "send")
    }
    return try readAll(descriptor)
  }

  private static func readAll(_ descriptor: Int32) throws -> String {
    var answer: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      if count == 0 { return String(decoding: answer, as: UTF8.self) }
      guard count > 0 else { throw BenchFailure(call: "read of the daemon's figures") }
      answer += chunk[..<count]
    }
  }
}
