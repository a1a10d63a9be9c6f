import Glibc
import SystemPackage

/// A file that is imported from: opened for reading, never changed.
struct SourceFile: ~Copyable {
  let path: FilePath
  private let descriptor: FileDescriptor
  /// Octets when it was opened.
  let size: Int64
  /// When its content last changed, in seconds since 1970 UTC.
  let modified: Int64

  /// - Parameter followingLink: what the path's last part leads to is opened where it is a link.
  /// - Throws: `Errno`; `.isDirectory` or `.invalidArgument` for what is no regular file.
  init(_ path: FilePath, followingLink: Bool = false) throws {
    let opened = try Self.open(path, followingLink)
    self.path = path
    descriptor = opened.descriptor
    size = Int64(opened.status.st_size)
    modified = Int64(opened.status.st_mtim.tv_sec)
    _ = posix_fadvise(descriptor.rawValue, 0, 0, POSIX_FADV_SEQUENTIAL)
  }

  private static func open(
    _ path: FilePath, _ followingLink: Bool
  ) throws -> (descriptor: FileDescriptor, status: stat) {
    var options: FileDescriptor.OpenOptions = [.closeOnExec, .nonBlocking]
    if !followingLink { options.insert(.noFollow) }
    let descriptor = try FileDescriptor.open(path, .readOnly, options: options)
    var status = stat()
    let code = fstat(descriptor.rawValue, &status) == 0 ? nil : Errno(rawValue: errno)
    guard code == nil, status.st_mode & S_IFMT == S_IFREG else {
      try descriptor.close()
      throw code ?? .invalidArgument
    }
    return (descriptor, status)
  }

  // Nothing was written that a close could fail to keep.
  deinit { _ = try? descriptor.close() }

  /// The octets of the file, for as long as it is open.
  var window: OctetWindow {
    let descriptor = descriptor
    return OctetWindow(size: size) { buffer, offset in
      var count = 0
      while count < buffer.count {
        let read = try descriptor.read(
          fromAbsoluteOffset: offset + Int64(count),
          into: UnsafeMutableRawBufferPointer(rebasing: buffer[count...]))
        if read == 0 { break }
        count += read
      }
      return count
    }
  }
}
