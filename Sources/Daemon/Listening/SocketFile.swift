import Glibc

/// The file of a Unix socket.
struct SocketFile {
  private let path: String
  private let device: dev_t
  private let inode: ino_t

  /// Remembers which file lies at `path`; nil where none does.
  init?(_ path: String) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    self.path = path
    device = status.st_dev
    inode = status.st_ino
  }

  /// True while the file is there, and is no other.
  var isInPlace: Bool {
    var status = stat()
    return lstat(path, &status) == 0 && status.st_dev == device && status.st_ino == inode
  }

  /// Removes the file, unless another has taken its place.
  func remove() { if isInPlace { unlink(path) } }

  /// Removes what a daemon left that was killed: a socket on which nobody answers. Two that start at once on the
  /// same path are kept apart by the lock of the archive, not here.
  static func makeWay(_ path: String, _ address: UnixAddress) throws(ListenFailure.Code) {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFSOCK else { throw .inTheWay }
    let flags = SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue
    let socket = Glibc.socket(AF_UNIX, Int32(flags), 0)
    guard socket >= 0 else { throw .system(errno) }
    defer { close(socket) }
    let isAnswered = address.withGenericPointer { connect(socket, $0, $1) } == 0
    // A full queue (EAGAIN) belongs to somebody alive, and what may not be asked is left alone.
    guard !isAnswered, errno == ECONNREFUSED else { throw .inUse }
    guard unlink(path) == 0 || errno == ENOENT else { throw .system(errno) }
  }
}
