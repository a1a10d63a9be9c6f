import DemoServer
import Glibc
import TestFiles

/// Asks a daemon for its figures, as Prometheus does.
struct FiguresClient {
  struct Reply {
    let status: Int
    let body: String

    /// The value of a sample by its name and labels, as they stand in the text.
    func value(_ sample: String) -> Double? {
      body.split(separator: "\n").first { $0.hasPrefix("\(sample) ") }.flatMap {
        $0.split(separator: " ").last.flatMap { Double($0) }
      }
    }
  }

  private enum Place {
    case port(UInt16)
    case path(String)
  }

  private let place: Place

  init(unix path: String) { place = .path(path) }

  /// At the port that a daemon got which was told to take any.
  init(of daemon: StartedDaemon) throws {
    place = .port(try Self.listeningPort(of: daemon.id))
  }

  func get(_ page: String) throws -> Reply {
    let descriptor = try connected()
    defer { close(descriptor) }
    var limit = timeval(tv_sec: 20, tv_usec: 0)
    setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
    let request = Array("GET \(page) HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".utf8)
    guard send(descriptor, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
      throw SystemFailure("send")
    }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = recv(descriptor, &chunk, chunk.count, 0)
      guard count >= 0 else { throw SystemFailure("recv") }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    SecretWatch.expectNone(in: bytes, page)
    let text = String(decoding: bytes, as: UTF8.self)
    guard let head = text.firstRange(of: "\r\n\r\n"), let word = text.split(separator: " ").dropFirst().first,
      let status = Int(word)
    else { throw SystemFailure("answer of \(text.prefix(200))", EBADMSG) }
    return Reply(status: status, body: String(text[head.upperBound...]))
  }

  private func connected() throws -> Int32 {
    switch place {
    case .port(let port):
      var name = sockaddr_in()
      name.sin_family = sa_family_t(AF_INET)
      name.sin_port = port.bigEndian
      name.sin_addr.s_addr = INADDR_LOOPBACK.bigEndian
      return try connected(AF_INET, &name)
    case .path(let path):
      var name = sockaddr_un()
      name.sun_family = sa_family_t(AF_UNIX)
      withUnsafeMutableBytes(of: &name.sun_path) { $0.copyBytes(from: Array(path.utf8)) }
      return try connected(AF_UNIX, &name)
    }
  }

  private func connected<Name>(_ family: Int32, _ name: inout Name) throws -> Int32 {
    let descriptor = socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    let isConnected = withUnsafePointer(to: &name) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        connect(descriptor, $0, socklen_t(MemoryLayout<Name>.size)) == 0
      }
    }
    guard isConnected else {
      let code = errno
      close(descriptor)
      throw SystemFailure("connect", code)
    }
    return descriptor
  }

  /// The TCP port that a process listens at, as the kernel tells it.
  private static func listeningPort(of process: pid_t) throws -> UInt16 {
    var inodes: Set<String> = []
    for name in try folderNames("/proc/\(process)/fd") {
      var target = [CChar](repeating: 0, count: 256)
      let length = readlink("/proc/\(process)/fd/\(name)", &target, target.count)
      let text = String(decoding: target[..<max(0, length)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
      if text.hasPrefix("socket:[") { inodes.insert(String(text.dropFirst(8).dropLast())) }
    }
    for line in String(decoding: try readFile("/proc/net/tcp"), as: UTF8.self).split(separator: "\n")
      .dropFirst()
    {
      let fields = line.split(separator: " ")
      // 0A: it listens.
      guard fields.count > 9, fields[3] == "0A", inodes.contains(String(fields[9])),
        let port = fields[1].split(separator: ":").last.flatMap({ UInt16($0, radix: 16) })
      else { continue }
      return port
    }
    throw SystemFailure("port of process \(process)", ENOENT)
  }
}
