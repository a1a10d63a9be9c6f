import Glibc
import TestFiles

/// A datagram socket bound to a path, or to an abstract name (`@` in front): what a journal or a supervisor has.
final class DatagramSocket: Sendable {
  private let descriptor: Int32

  init(_ path: String) throws {
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    let octets = Array(path.utf8)
    withUnsafeMutableBytes(of: &name.sun_path) { place in
      place.copyBytes(from: octets)
      if octets.first == 0x40 { place[0] = 0 }
    }
    let size = socklen_t(2 + octets.count + (octets.first == 0x40 ? 0 : 1))
    let isBound = withUnsafePointer(to: name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { bind(descriptor, $0, size) == 0 }
    }
    guard descriptor >= 0, isBound else { throw TestFileFailure(call: "bind \(path)", code: errno) }
  }

  deinit { close(descriptor) }

  /// The next datagram as text.
  func receive() throws -> String { String(decoding: try receiveBytes(), as: UTF8.self) }

  func receiveBytes() throws -> [UInt8] {
    var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&waited, 1, 30_000) == 1 else {
      throw TestFileFailure(call: "wait for a datagram", code: ETIMEDOUT)
    }
    var chunk = [UInt8](repeating: 0, count: 65536)
    let count = recv(descriptor, &chunk, chunk.count, 0)
    guard count >= 0 else { throw TestFileFailure(call: "recv", code: errno) }
    return Array(chunk[..<count])
  }

  /// Whether nothing more has come.
  var isEmpty: Bool {
    var waited = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return poll(&waited, 1, 0) == 0
  }
}
