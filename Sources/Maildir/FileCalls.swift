// The seam between mail and the kernel: every system call on the files of an archive goes through here.
// A test watches the calls to see their order, and makes the Nth of them fail. An interrupted call (EINTR)
// is repeated here and nowhere else.
import CGlibc
import Glibc
public import SystemPackage

/// One system call that is about to be made.
public struct FileCall: Sendable, Equatable {
  public let operation: FileOperation
  /// The name or path the call is given; the new name for a rename; empty where it has only a descriptor.
  public let name: String
  /// The descriptor the call works on, or of the folder that `name` is in; -1 where it has only a path.
  public let descriptor: Int32
}

/// The system calls on the files of an archive.
public struct FileCalls: Sendable {
  /// Sees each call before it is made; an error thrown here takes the place of the call. One that is
  /// interrupted is repeated, and seen again.
  public typealias Watch = @Sendable (FileCall) throws(Errno) -> Void
  /// How many octets a read or a write may move at most, of those it is to move: the kernel may take fewer.
  public typealias Portion = @Sendable (FileCall, _ octets: Int) -> Int

  /// The system's calls as they are.
  public static let system = FileCalls(watch: nil, unwritten: UnwrittenOctets.now)

  private let watch: Watch?
  private let portion: Portion?
  /// How many octets wait in memory to be written to a disk, whoever wrote them; nil: not known.
  let unwritten: @Sendable () -> Int64?

  /// The system's calls, each announced to `watch` first, reads and writes cut to `portion`.
  ///
  /// - Parameter unwritten: what other programs do meanwhile is no part of what is watched.
  public init(
    watch: Watch?, portion: Portion? = nil, unwritten: @escaping @Sendable () -> Int64? = { nil }
  ) {
    self.watch = watch
    self.portion = portion
    self.unwritten = unwritten
  }

  private func run<Result: FixedWidthInteger>(
    _ operation: FileOperation, _ name: String = "", at descriptor: Int32, _ call: () -> Result
  ) throws(Errno) -> Result {
    while true {
      do throws(Errno) {
        if let watch { try watch(FileCall(operation: operation, name: name, descriptor: descriptor)) }
        let result = call()
        if result != -1 { return result }
        throw Errno(rawValue: errno)
      } catch .interrupted {
        continue
      }
    }
  }

  private func moved(_ operation: FileOperation, _ descriptor: Int32, _ octets: Int) -> Int {
    guard let portion else { return octets }
    let call = FileCall(operation: operation, name: "", descriptor: descriptor)
    return min(octets, max(0, portion(call, octets)))
  }

  // A name is opened as itself: a link that somebody put in its place is refused, not followed, and a pipe is
  // not waited for.
  func open(_ name: String, in folder: Int32, flags: Int32) throws(Errno) -> Int32 {
    try run(.open, name, at: folder) { openat(folder, name, flags | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK) }
  }

  func openFolder(
    _ path: String, in folder: Int32 = AT_FDCWD, refusingLinks: Bool = false
  ) throws(Errno) -> Int32 {
    let flags = O_RDONLY | O_DIRECTORY | O_CLOEXEC | (refusingLinks ? O_NOFOLLOW : 0)
    return try run(.open, path, at: folder) { openat(folder, path, flags) }
  }

  func create(_ name: String, in folder: Int32) throws(Errno) -> Int32 {
    try run(.create, name, at: folder) {
      openat(folder, name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    }
  }

  // The descriptor is gone whatever close answers: it is not repeated, and a watched failure closes all the
  // same.
  func close(_ descriptor: Int32) throws(Errno) {
    do throws(Errno) {
      if let watch { try watch(FileCall(operation: .close, name: "", descriptor: descriptor)) }
    } catch {
      _ = Glibc.close(descriptor)
      if error == .interrupted { return }
      throw error
    }
    if Glibc.close(descriptor) == -1, errno != EINTR { throw Errno(rawValue: errno) }
  }

  func read(
    _ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
  ) throws(Errno) -> Int {
    let count = moved(.read, descriptor, buffer.count)
    return try run(.read, at: descriptor) { pread(descriptor, buffer.baseAddress, count, Int(offset)) }
  }

  // Advice: nothing depends on whether it is taken.
  func readAhead(_ descriptor: Int32) { _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL) }

  /// Lets go of what the system holds of a file in memory: what is read next comes from the disk. Advice, too: a file system
  /// in user space may hold more.
  func dropCache(_ descriptor: Int32) { _ = posix_fadvise(descriptor, 0, 0, POSIX_FADV_DONTNEED) }

  /// Has the system begin to write a file's octets to the disk. Advice: it is flushed all the same.
  func beginWriteBack(_ descriptor: Int32) {
    _ = sync_file_range(descriptor, 0, 0, POPKEEP_SYNC_FILE_RANGE_WRITE)
  }

  func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(Errno) -> Int {
    let count = moved(.write, descriptor, bytes.count)
    return try run(.write, at: descriptor) { pwrite(descriptor, bytes.baseAddress, count, Int(offset)) }
  }

  func flush(_ descriptor: Int32) throws(Errno) {
    _ = try run(.flush, at: descriptor) { fsync(descriptor) }
  }

  /// True where a program keeps the files and not the kernel (FUSE; also virtiofs, which tells the same).
  func isInUserSpace(_ descriptor: Int32) throws(Errno) -> Bool {
    try run(.measure, at: descriptor) { popkeep_file_system_type(descriptor) } == POPKEEP_FUSE_SUPER_MAGIC
  }

  func flushFileSystem(of descriptor: Int32) throws(Errno) {
    _ = try run(.flushFileSystem, at: descriptor) { syncfs(descriptor) }
  }

  func setModification(of descriptor: Int32, to seconds: Int64) throws(Errno) {
    let time = timespec(tv_sec: Int(clamping: seconds), tv_nsec: 0)
    let times = [time, time]
    _ = try run(.setTimes, at: descriptor) { futimens(descriptor, times) }
  }

  func rename(
    _ name: String, in folder: Int32, to newName: String, in newFolder: Int32, replacing: Bool
  ) throws(Errno) {
    _ = try run(.rename, newName, at: newFolder) {
      replacing
        ? renameat(folder, name, newFolder, newName)
        : renameat2(folder, name, newFolder, newName, RENAME_NOREPLACE)
    }
  }

  func link(
    _ name: String, in folder: Int32, to newName: String, in newFolder: Int32
  ) throws(Errno) {
    _ = try run(.link, newName, at: newFolder) { linkat(folder, name, newFolder, newName, 0) }
  }

  func remove(_ name: String, in folder: Int32) throws(Errno) {
    _ = try run(.remove, name, at: folder) { unlinkat(folder, name, 0) }
  }

  func makeFolder(_ name: String, in folder: Int32 = AT_FDCWD) throws(Errno) {
    _ = try run(.makeFolder, name, at: folder) { mkdirat(folder, name, 0o700) }
  }

  func inspect(_ name: String, in folder: Int32) throws(Errno) -> FileStatus {
    var status = stat()
    _ = try run(.inspect, name, at: folder) { fstatat(folder, name, &status, AT_SYMLINK_NOFOLLOW) }
    return FileStatus(status)
  }

  func inspect(_ descriptor: Int32) throws(Errno) -> FileStatus {
    var status = stat()
    _ = try run(.inspect, at: descriptor) { fstat(descriptor, &status) }
    return FileStatus(status)
  }

  /// Calls `body` with every entry of a folder but `.` and `..`.
  func list(_ folder: Int32, _ body: (FolderEntry) throws -> Void) throws {
    // A descriptor of its own: the place in a listing belongs to the open file, and readers run side by side.
    let own = try run(.list, at: folder) { openat(folder, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) }
    guard let stream = fdopendir(own) else {
      let code = errno
      _ = Glibc.close(own)
      throw Errno(rawValue: code)
    }
    defer { closedir(stream) }
    while true {
      errno = 0
      guard let entry = readdir(stream) else {
        if errno != 0 { throw Errno(rawValue: errno) }
        return
      }
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: Int(NAME_MAX) + 1) { String(cString: $0) }
      }
      guard name != ".", name != ".." else { continue }
      // A file system may not tell the type: then whoever opens the file finds out.
      let type = Int(entry.pointee.d_type)
      try body(
        FolderEntry(
          name: name, number: UInt64(entry.pointee.d_ino),
          isOdd: type != Int(DT_UNKNOWN) && type != Int(DT_REG)))
    }
  }

  /// Takes an exclusive lock that ends with the descriptor; false where another process holds it.
  func lock(_ descriptor: Int32) throws(Errno) -> Bool {
    do throws(Errno) {
      _ = try run(.lock, at: descriptor) { flock(descriptor, LOCK_EX | LOCK_NB) }
      return true
    } catch .wouldBlock {
      return false
    }
  }

  /// What an ordinary user may still write, and the size of the file system, in octets.
  func measure(_ descriptor: Int32) throws(Errno) -> (free: Int64, total: Int64) {
    var status = statvfs()
    _ = try run(.measure, at: descriptor) { fstatvfs(descriptor, &status) }
    func octets(_ blocks: fsblkcnt_t) -> Int64 {
      Int64(
        clamping: blocks.multipliedFullWidth(by: status.f_frsize).high == 0
          ? blocks &* status.f_frsize : .max)
    }
    return (octets(status.f_bavail), octets(status.f_blocks))
  }
}

private let RENAME_NOREPLACE = POPKEEP_RENAME_NOREPLACE
