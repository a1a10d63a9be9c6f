import Glibc

/// Tokens that are about to replace those in the file. Dropped, it leaves everything as it was.
struct TokenDraft: ~Copyable {
  private let store: TokenStore
  private let path: String
  private let descriptor: Int32
  private let lock: TokenLock

  /// With the lock, since the draft of a process that ended is written over.
  init(_ store: TokenStore, _ lock: consuming TokenLock) throws(TokenStoreFailure) {
    let path = "\(store.folder)/.\(store.account).json.new"
    descriptor = try Self.opened(path, store)
    self.store = store
    self.path = path
    self.lock = lock
  }

  deinit { Self.drop(descriptor, path) }

  /// Makes `tokens` those of the account; returns when they outlast a power cut.
  ///
  /// - Parameter time: When a person logged in; nil: now.
  borrowing func keep(_ tokens: KeptTokens, since time: timespec? = nil) throws(TokenStoreFailure) {
    let octets: [UInt8]
    do { octets = try tokens.encoded() } catch { throw TokenStoreFailure(.damaged, store.path) }
    guard octets.count <= TokenStore.longest else { throw TokenStoreFailure(.write(EFBIG), store.path) }
    try write(octets)
    guard ftruncate(descriptor, off_t(octets.count)) == 0 else { throw failure }
    // Last: whatever else is done to the file sets its time.
    if let time {
      guard futimens(descriptor, [time, time]) == 0 else { throw failure }
    }
    guard fsync(descriptor) == 0, rename(path, store.path) == 0 else { throw failure }
    try flushFolder()
  }

  private borrowing func write(_ octets: [UInt8]) throws(TokenStoreFailure) {
    var start = 0
    while start < octets.count {
      let count = octets.withUnsafeBytes { bytes in
        pwrite(descriptor, bytes.baseAddress?.advanced(by: start), octets.count - start, off_t(start))
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw failure }
      start += count
    }
  }

  private borrowing func flushFolder() throws(TokenStoreFailure) {
    let folder = open(store.folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard folder >= 0 else { throw failure }
    defer { close(folder) }
    // Some file systems cannot flush a folder and need not.
    guard fsync(folder) == 0 || errno == EINVAL else { throw failure }
  }

  private var failure: TokenStoreFailure { TokenStoreFailure(.write(errno), store.path) }

  private static func opened(_ path: String, _ store: TokenStore) throws(TokenStoreFailure) -> Int32 {
    unlink(path)
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw TokenStoreFailure(.write(errno), path) }
    do throws(TokenStoreFailure) { try check(descriptor, store) } catch {
      drop(descriptor, path)
      throw error
    }
    return descriptor
  }

  /// Mode as asked for, and room for what will come.
  private static func check(_ descriptor: Int32, _ store: TokenStore) throws(TokenStoreFailure) {
    var status = stat()
    // What came of it is what counts: some file systems take any mode and keep none.
    _ = fchmod(descriptor, 0o600)
    guard fstat(descriptor, &status) == 0 else { throw TokenStoreFailure(.write(errno), store.path) }
    guard status.st_mode & 0o077 == 0 else {
      throw TokenStoreFailure(.noPermissions(mode: status.st_mode & 0o7777), store.folder)
    }
    let code = posix_fallocate(descriptor, 0, off_t(TokenStore.longest))
    // A file system that cannot promise room is believed to have some.
    guard code == 0 || code == EOPNOTSUPP || code == EINVAL else {
      throw TokenStoreFailure(.write(code), store.path)
    }
  }

  private static func drop(_ descriptor: Int32, _ path: String) {
    close(descriptor)
    // Gone already where it was renamed.
    unlink(path)
  }
}
