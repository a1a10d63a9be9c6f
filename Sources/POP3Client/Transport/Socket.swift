import Glibc

/// A socket that is closed when its owner lets go of it.
struct Socket: ~Copyable {
  let descriptor: Int32

  /// Takes over `descriptor`; small writes go out at once.
  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    var on: Int32 = 1
    setsockopt(descriptor, Int32(IPPROTO_TCP), TCP_NODELAY, &on, socklen_t(MemoryLayout<Int32>.size))
  }

  deinit { close(descriptor) }

  /// Ends both directions; the descriptor stays.
  func end() { shutdown(descriptor, Int32(SHUT_RDWR)) }
}
