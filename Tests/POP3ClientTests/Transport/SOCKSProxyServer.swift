import Glibc

/// A SOCKS5 proxy that plays its part octet for octet, and then is the server itself.
struct SOCKSProxyServer: ~Copyable {
  /// What it does.
  struct Manner {
    /// The way to log in that it chooses: 0 none, 2 name and password, 255 nothing that was offered.
    var way: UInt8 = 0
    /// Its answer to a log-in; 0: welcome.
    var logIn: UInt8 = 0
    /// Its answer to the request (RFC 1928, section 6); 0: connected.
    var reply: UInt8 = 0
    /// The address that it says it connects from, with its kind before it.
    var bound: [UInt8] = [1, 127, 0, 0, 1]
  }

  /// What it was told.
  struct Heard: Equatable {
    var ways: [UInt8] = []
    var logIn: [UInt8] = []
    var request: [UInt8] = []
  }

  private var peer: Peer
  private(set) var heard = Heard()

  init(_ peer: consuming Peer) { self.peer = peer }

  /// Plays until the client is connected or refused; then the server's greeting goes out with the same write.
  mutating func play(_ manner: Manner, greeting: String = "+OK by proxy\r\n") throws {
    heard.ways = try peer.receive()
    try peer.send([5, manner.way])
    guard manner.way != 255 else { return }
    if manner.way == 2 {
      heard.logIn = try peer.receive()
      try peer.send([1, manner.logIn])
      guard manner.logIn == 0 else { return }
    }
    heard.request = try peer.receive()
    let tail: [UInt8] = manner.reply == 0 ? Array(greeting.utf8) : []
    try peer.send([5, manner.reply, 0] + manner.bound + [0, 80] + tail)
    if manner.reply == 0 { _ = try peer.receive() }
  }
}
