import CGlibc
import Glibc
import Settings
import Synchronization

/// A socket that listens; letting go of it closes it, and removes the file that it had.
struct ListeningSocket: ~Copyable {
  let descriptor: Int32
  private let file: SocketFile?
  private let isEnded = Atomic(false)

  init(_ address: ListenAddress) throws(ListenFailure) {
    do throws(ListenFailure.Code) {
      switch address {
      case .tcp(let host, let port):
        descriptor = try Self.internet(host, port)
        file = nil
      case .unix(let path):
        descriptor = try Self.unix(path)
        file = SocketFile(path)
      }
    } catch {
      throw ListenFailure(code: error, address: address)
    }
  }

  /// True where the file of a Unix socket is in its place; an address of the internet needs none.
  var hasFile: Bool { file?.isInPlace ?? true }

  /// Removes the file of a Unix socket, where it is still this one's.
  func removeFile() { file?.remove() }

  deinit {
    file?.remove()
    close(descriptor)
  }

  /// Makes `accept` return, once it has taken what still waits.
  func end() {
    isEnded.store(true, ordering: .sequentiallyConsistent)
    shutdown(descriptor, Int32(SHUT_RDWR))
  }

  /// The next connection, non-blocking; nil once the socket was ended.
  func accept() -> Int32? {
    while true {
      let flags = Int32(SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue)
      let accepted = accept4(descriptor, nil, nil, flags)
      if accepted >= 0 { return accepted }
      switch errno {
      // Until a connection ends, or something else that has files open.
      case EMFILE, ENFILE, ENOBUFS, ENOMEM:
        if isEnded.load(ordering: .sequentiallyConsistent) { return nil }
        poll(nil, 0, 50)
      case EBADF, EINVAL, ENOTSOCK: return nil
      // One that is gone before it was taken, or a network that has gone under it (accept(2)).
      case _: continue
      }
    }
  }

  private static func internet(_ host: String, _ port: UInt16) throws(ListenFailure.Code) -> Int32 {
    guard let address = InternetAddress(host, port: port) else { throw .address }
    let socket = try stream(address.family)
    var on: Int32 = 1
    setsockopt(socket, SOL_SOCKET, SO_REUSEADDR, &on, socklen_t(MemoryLayout<Int32>.size))
    guard address.withGenericPointer({ bind(socket, $0, $1) }) == 0, listen(socket, 64) == 0 else {
      let code = errno
      close(socket)
      throw code == EADDRINUSE ? .inUse : .system(code)
    }
    return socket
  }

  /// The file of the socket is ours alone from the moment it is there: on Linux `bind` gives it the mode that
  /// the socket itself was given before, and nobody can connect before `listen`. `umask` would do it for all
  /// threads, the deliveries of messages among them.
  private static func unix(_ path: String) throws(ListenFailure.Code) -> Int32 {
    guard let address = UnixAddress(path), path.hasPrefix("/") else { throw .pathLength }
    let socket = try stream(AF_UNIX)
    var code: Int32 = 0
    if fchmod(socket, 0o600) != 0 || address.withGenericPointer({ bind(socket, $0, $1) }) != 0 {
      code = errno
    }
    do throws(ListenFailure.Code) {
      if code == EADDRINUSE {
        try SocketFile.makeWay(path, address)
        code = address.withGenericPointer({ bind(socket, $0, $1) }) == 0 ? 0 : errno
      }
      if code == 0, listen(socket, 64) != 0 { code = errno }
      if code != 0 { throw ListenFailure.Code.system(code) }
    } catch {
      close(socket)
      throw error
    }
    return socket
  }

  private static func stream(_ family: Int32) throws(ListenFailure.Code) -> Int32 {
    let socket = Glibc.socket(family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard socket >= 0 else { throw .system(errno) }
    return socket
  }
}

extension ListenFailure.Code: Error {}
