import Glibc
import TestFiles

/// The other end of a connection to a port on loopback, without any code of the daemon.
final class TCPClient: Sendable {
  private let descriptor: Int32

  init(port: UInt16, host: String = "127.0.0.1") throws {
    var four = sockaddr_in()
    four.sin_family = sa_family_t(AF_INET)
    four.sin_port = port.bigEndian
    inet_pton(AF_INET, host, &four.sin_addr)
    var six = sockaddr_in6()
    six.sin6_family = sa_family_t(AF_INET6)
    six.sin6_port = port.bigEndian
    let isSix = inet_pton(AF_INET6, host, &six.sin6_addr) == 1
    descriptor = socket(isSix ? AF_INET6 : AF_INET, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var patience = timeval(tv_sec: 30, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    for option in [SO_RCVTIMEO, SO_SNDTIMEO] { setsockopt(descriptor, SOL_SOCKET, option, &patience, size) }
    let isConnected =
      isSix
      ? withUnsafePointer(to: six) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in6>.size)) == 0
        }
      }
      : withUnsafePointer(to: four) {
        $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
        }
      }
    guard isConnected else { throw TestFileFailure(call: "connect to \(host), \(port)", code: errno) }
  }

  deinit { close(descriptor) }

  func send(_ text: String) throws { try send(Array(text.utf8)) }

  func send(_ bytes: [UInt8]) throws {
    var sent = 0
    while sent < bytes.count {
      let count = bytes[sent...].withUnsafeBytes {
        Glibc.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { throw TestFileFailure(call: "send", code: errno) }
      sent += count
    }
  }

  /// Some octets; empty at the end.
  func receive() throws -> [UInt8] {
    var chunk = [UInt8](repeating: 0, count: 65536)
    let count = recv(descriptor, &chunk, chunk.count, 0)
    guard count >= 0 else { throw TestFileFailure(call: "recv", code: errno) }
    return Array(chunk[..<count])
  }

  /// All octets up to the end.
  func receiveAll() throws -> [UInt8] {
    var bytes: [UInt8] = []
    while true {
      let chunk = try receive()
      if chunk.isEmpty { return bytes }
      bytes += chunk
    }
  }
}
