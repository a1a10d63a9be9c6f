import Glibc
import Synchronization

/// What a service manager listens at: it keeps the words of the daemon (sd_notify(3)).
final class NotifySocket: Sendable {
  let path: String
  private let descriptor: Int32
  private let taken = Mutex<[String]>([])

  init(_ path: String) throws {
    self.path = path
    descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    var name = sockaddr_un()
    name.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
    let isBound = withUnsafePointer(to: name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
      }
    }
    guard descriptor >= 0, isBound else { throw SystemFailure("bind \(path)") }
  }

  deinit { close(descriptor) }

  /// All words that have come so far, in their order.
  func words() -> [String] {
    taken.withLock { taken in
      var chunk = [UInt8](repeating: 0, count: 4_096)
      while true {
        let count = recv(descriptor, &chunk, chunk.count, Int32(MSG_DONTWAIT))
        guard count >= 0 else { return taken }
        SecretWatch.expectNone(in: Array(chunk[..<count]), "a word to the service manager")
        taken += String(decoding: chunk[..<count], as: UTF8.self).split(separator: "\n").map(String.init)
      }
    }
  }

  /// Waits until a word has come that begins with `start`, so many times.
  func wait(for start: String, times: Int = 1) throws {
    try Awaited.until("\(start), \(times) times; so far: \(words())") {
      words().count { $0.hasPrefix(start) } >= times
    }
  }
}
