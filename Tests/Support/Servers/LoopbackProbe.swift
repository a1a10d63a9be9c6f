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
    let lines = answers(["USER \(user)", "PASS \(password)"], port: port)
    return lines.count == 3 && lines.allSatisfy { $0.hasPrefix("+OK") }
  }

  /// The greeting of a POP3 server and its one line to each of the commands, each within five seconds; ends with the
  /// first that is no `+OK`.
  static func answers(_ commands: [String], port: UInt16) -> [String] {
    var lines: [String] = []
    _ = connected(port) { descriptor in
      for command in [nil] + commands.map(Optional.some) {
        if let command {
          let line = Array("\(command)\r\n".utf8)
          guard send(descriptor, line, line.count, Int32(MSG_NOSIGNAL)) == line.count else { return false }
        }
        guard let line = line(descriptor) else { return false }
        lines.append(line)
        guard line.hasPrefix("+OK") else { return false }
      }
      return true
    }
    return lines
  }

  /// The next line, without its end; nil where none comes.
  private static func line(_ descriptor: Int32) -> String? {
    var line: [UInt8] = []
    var octet: UInt8 = 0
    while line.count < 1_000 {
      guard recv(descriptor, &octet, 1, 0) == 1 else { return nil }
      if octet == 10 { break }
      if octet != 13 { line.append(octet) }
    }
    return String(decoding: line, as: UTF8.self)
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
