import Glibc

/// Our end of a pipe to or from a program; it does not block.
struct HookPipe: ~Copyable {
  /// -1, which poll(2) passes over, once it is closed.
  private(set) var descriptor: Int32

  init(_ descriptor: Int32) { self.descriptor = descriptor }

  deinit { if descriptor >= 0 { Glibc.close(descriptor) } }

  var isOpen: Bool { descriptor >= 0 }

  mutating func close() {
    if isOpen { Glibc.close(descriptor) }
    descriptor = -1
  }

  /// Some octets that are there; nil where none are now. It closes itself at the end.
  mutating func read() -> [UInt8]? {
    guard isOpen else { return nil }
    var chunk = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count > 0 { return Array(chunk[..<count]) }
      if count < 0, errno == EINTR { continue }
      if count == 0 || errno != EAGAIN { close() }
      return nil
    }
  }

  /// How many octets were taken; nil where none are now. It closes itself where nobody reads any more.
  mutating func write(_ octets: ArraySlice<UInt8>) -> Int? {
    while isOpen {
      let count = octets.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count > 0 { return count }
      if errno == EINTR { continue }
      if errno != EAGAIN { close() }
      return nil
    }
    return nil
  }
}
