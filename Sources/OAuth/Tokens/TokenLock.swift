import Glibc

/// The right to change the tokens of an account, which ends with the process if not before.
struct TokenLock: ~Copyable {
  private let store: TokenStore
  private let descriptor: Int32

  init(_ store: TokenStore, within limit: Duration) throws(TokenStoreFailure) {
    descriptor = try Self.taken(store, within: limit)
    self.store = store
  }

  deinit { close(descriptor) }

  /// A file beside that of the tokens, with room for them: where there is none, that is known before a token is spent. The lock
  /// lasts as long.
  consuming func draft() throws(TokenStoreFailure) -> TokenDraft {
    let store = store
    return try TokenDraft(store, self)
  }

  private static func taken(
    _ store: TokenStore, within limit: Duration
  ) throws(TokenStoreFailure) -> Int32 {
    try makeFolder(store.folder)
    let path = "\(store.folder)/.\(store.account).lock"
    let descriptor = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw TokenStoreFailure(.write(errno), path) }
    do throws(TokenStoreFailure) { try take(descriptor, path, within: limit) } catch {
      close(descriptor)
      throw error
    }
    return descriptor
  }

  private static func makeFolder(_ path: String) throws(TokenStoreFailure) {
    if mkdir(path, 0o700) == 0 || errno == EEXIST { return }
    throw TokenStoreFailure(.folder(errno), path)
  }

  private static func take(
    _ descriptor: Int32, _ path: String, within limit: Duration
  ) throws(TokenStoreFailure) {
    let deadline = ContinuousClock.now + limit
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { throw TokenStoreFailure(.write(errno), path) }
      guard ContinuousClock.now < deadline else { throw TokenStoreFailure(.locked, path) }
      _ = poll(nil, 0, 20)
    }
  }
}
