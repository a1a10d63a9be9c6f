import Glibc

/// The tokens of one account: a file of mode 0600, replaced as a whole and never written over.
///
/// Who changes it holds the lock, so that no two processes spend the same refresh token: many servers take each once. The
/// file's time is that of the log-in by a person, whatever was renewed since: whether anybody has seen to an account that was
/// refused is known by it.
package struct TokenStore: Sendable {
  /// Octets that the file may have.
  static let longest = 131_072

  let folder: String
  let account: String

  /// - Parameters:
  ///   - folder: Made, with mode 0700, where it is not there; what it is in must be.
  ///   - account: A valid account's name: it names the file.
  package init(folder: String, account: String) {
    self.folder = folder
    self.account = account
  }

  var path: String { "\(folder)/\(account).json" }

  struct Content {
    let tokens: KeptTokens
    /// When a person logged in.
    let time: timespec
  }

  /// Nil where there are none.
  func load() throws(TokenStoreFailure) -> Content? {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
    guard descriptor >= 0 else {
      if errno == ENOENT { return nil }
      throw TokenStoreFailure(errno == ELOOP ? .notAFile : .read(errno), path)
    }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw TokenStoreFailure(.read(errno), path) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw TokenStoreFailure(.notAFile, path) }
    guard status.st_uid == geteuid() || status.st_uid == 0 else { throw TokenStoreFailure(.notOwned, path) }
    guard status.st_mode & 0o077 == 0 else {
      throw TokenStoreFailure(.readableByOthers(mode: status.st_mode & 0o7777), path)
    }
    let octets = try read(descriptor)
    do { return Content(tokens: try KeptTokens.decoded(octets), time: status.st_mtim) } catch {
      throw TokenStoreFailure(.damaged, path)
    }
  }

  /// Waits up to `limit` until no other process and no other thread has the lock.
  func lock(within limit: Duration = .seconds(60)) throws(TokenStoreFailure) -> TokenLock {
    try TokenLock(self, within: limit)
  }

  private func read(_ descriptor: Int32) throws(TokenStoreFailure) -> [UInt8] {
    var octets: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 8192)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw TokenStoreFailure(.read(errno), path) }
      if count == 0 { return octets }
      octets += chunk[..<count]
      guard octets.count <= Self.longest else { throw TokenStoreFailure(.damaged, path) }
    }
  }
}
