import Glibc

/// An IPv4 or IPv6 address with a port, as the system writes it.
package struct SocketAddress: Sendable, Hashable {
  private let bytes: [UInt8]

  init(_ address: UnsafePointer<sockaddr>, size: socklen_t) {
    bytes = Array(UnsafeRawBufferPointer(start: address, count: Int(size)))
  }

  /// The address as it stands in a packet of SOCKS: 4 octets or 16.
  var octets: [UInt8] {
    switch family {
    case AF_INET: Array(bytes.dropFirst(4).prefix(4))
    case AF_INET6: Array(bytes.dropFirst(8).prefix(16))
    case _: []
    }
  }

  var family: Int32 { withPointer { address, _ in Int32(address.pointee.sa_family) } }

  func withPointer<Value>(_ body: (UnsafePointer<sockaddr>, socklen_t) -> Value) -> Value {
    bytes.withUnsafeBytes { buffer in
      buffer.withMemoryRebound(to: UInt8.self) { octets in
        var storage = sockaddr_storage()
        withUnsafeMutableBytes(of: &storage) { $0.copyBytes(from: octets.prefix($0.count)) }
        return withUnsafePointer(to: &storage) { pointer in
          pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, socklen_t(octets.count)) }
        }
      }
    }
  }
}

extension SocketAddress: CustomStringConvertible {
  /// The address without the port, such as `192.0.2.1` or `2001:db8::1`.
  package var description: String {
    withPointer { address, size in
      var text = [CChar](repeating: 0, count: Int(NI_MAXHOST))
      let code = getnameinfo(address, size, &text, socklen_t(text.count), nil, 0, NI_NUMERICHOST)
      guard code == 0 else { return "?" }
      return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
  }
}

extension [SocketAddress] {
  /// The addresses in the order in which RFC 8305 §4 tries them: families take turns, the first one's first.
  package var interleaved: [SocketAddress] {
    guard let first else { return [] }
    let preferred = filter { $0.family == first.family }
    let other = filter { $0.family != first.family }
    var order: [SocketAddress] = []
    for index in 0..<Swift.max(preferred.count, other.count) {
      if index < preferred.count { order.append(preferred[index]) }
      if index < other.count { order.append(other[index]) }
    }
    return order
  }
}
