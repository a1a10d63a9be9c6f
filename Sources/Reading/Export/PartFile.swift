import Glibc
import SystemPackage

/// A file that is being written under a temporary name; letting go of it before `finish` removes it.
struct PartFile: ~Copyable {
  let path: FilePath
  private let descriptor: FileDescriptor
  private(set) var octets: Int64 = 0
  private var isClosed = false

  /// Makes the file, readable by its owner alone. What an export that was cut off left of it is removed.
  init(_ path: FilePath) throws(ExportFailure) {
    self.path = path
    path.removeIfThere()
    do {
      descriptor = try FileDescriptor.open(
        path, .readWrite, options: [.create, .exclusiveCreate, .closeOnExec], permissions: [.ownerReadWrite])
    } catch {
      throw ExportFailure(.create(Errno(error)), path)
    }
  }

  deinit {
    if isClosed { return }
    // The file goes; what its close says does not matter.
    _ = try? descriptor.close()
    path.removeIfThere()
  }

  mutating func write(_ bytes: RawSpan) throws(ExportFailure) {
    do {
      octets += Int64(try bytes.withUnsafeBytes { try descriptor.writeAll($0) })
    } catch {
      throw ExportFailure(.write(Errno(error)), path)
    }
  }

  mutating func write(_ bytes: [UInt8]) throws(ExportFailure) { try write(bytes.span.bytes) }

  /// Takes back what was written after the first `octets`.
  mutating func cut(to octets: Int64) throws(ExportFailure) {
    do {
      try descriptor.resize(to: octets)
      try descriptor.seek(offset: octets, from: .start)
    } catch {
      throw ExportFailure(.write(Errno(error)), path)
    }
    self.octets = octets
  }

  /// Closes the file, which keeps its temporary name, and returns that.
  ///
  /// - Parameter modified: the file's time, in seconds since 1970 UTC; nil for now.
  consuming func finish(modified: Int64? = nil) throws(ExportFailure) -> FilePath {
    if let modified {
      let time = timespec(tv_sec: Int(clamping: modified), tv_nsec: 0)
      let times = [time, time]
      // A file system that keeps no times keeps the message all the same.
      _ = futimens(descriptor.rawValue, times)
    }
    isClosed = true
    do { try descriptor.close() } catch {
      path.removeIfThere()
      throw ExportFailure(.write(Errno(error)), path)
    }
    return path
  }

  /// Returns when the file or folder at `path` is on the disk.
  static func flush(_ path: FilePath) throws(ExportFailure) {
    do {
      let descriptor = try FileDescriptor.open(path, .readOnly, options: [.closeOnExec])
      let result = fsync(descriptor.rawValue)
      let code = errno
      try descriptor.close()
      if result != 0 { throw Errno(rawValue: code) }
    } catch {
      throw ExportFailure(.write(Errno(error)), path)
    }
  }

  /// Gives the file at `part` the name `path`, which nothing may have.
  static func name(_ part: FilePath, _ path: FilePath) throws(ExportFailure) {
    // A link cannot take a name that is taken. Where there are no links (exFAT), a look before the rename must do.
    if link(part.string, path.string) == 0 { return part.removeIfThere() }
    if errno == EEXIST || path.isThere { throw ExportFailure(.exists, path) }
    if rename(part.string, path.string) != 0 { throw ExportFailure(.write(Errno(rawValue: errno)), path) }
  }
}
