import DemoServer
import Glibc

/// Looks whether a server on 127.0.0.1 is there.
enum LoopbackProbe {
  /// A port that was free a moment ago.
  static func freePort() throws -> UInt16 {
    let listener = try Listener { _, _ in }
    defer { listener.stop() }
    return listener.port
  }

  /// Whether the server takes a connection and, where `greeting` is given, begins with it within five seconds.
  static func answers(_ port: UInt16, greeting: String = "") -> Bool {
    connected(port) { descriptor in
      guard !greeting.isEmpty else { return true }
      var start = [UInt8](repeating: 0, count: greeting.utf8.count)
      return recv(descriptor, &start, start.count, Int32(MSG_WAITALL)) == start.count
        && start.elementsEqual(greeting.utf8)
    }
  }

  /// Whether a POP3 server lets the user in, each answer within five seconds.
  static func letsIn(_ user: String, _ password: String, port: UInt16) -> Bool {
    connected(port) { descriptor in
      guard isOK(descriptor) else { return false }
      return ["USER \(user)", "PASS \(password)"].allSatisfy { command in
        let line = Array("\(command)\r\n".utf8)
        return send(descriptor, line, line.count, Int32(MSG_NOSIGNAL)) == line.count && isOK(descriptor)
      }
    }
  }

  /// Whether the next line begins with `+OK`.
  private static func isOK(_ descriptor: Int32) -> Bool {
    var line: [UInt8] = []
    var octet: UInt8 = 0
    while octet != 10, line.count < 1_000 {
      guard recv(descriptor, &octet, 1, 0) == 1 else { return false }
      line.append(octet)
    }
    return line.starts(with: "+OK".utf8)
  }

  private static func connected(_ port: UInt16, _ body: (Int32) -> Bool) -> Bool {
    let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    defer { close(descriptor) }
    var limit = timeval(tv_sec: 5, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    var name = sockaddr_in()
    name.sin_family = sa_family_t(AF_INET)
    name.sin_port = port.bigEndian
    name.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
    let isConnected = withUnsafePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
    return isConnected && body(descriptor)
  }
}
