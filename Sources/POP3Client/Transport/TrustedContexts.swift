import Glibc
package import OpenSSL
import Synchronization

/// TLS contexts that sessions share for a while: many accounts polled side by side read the trusted certificates once,
/// not each for itself.
///
/// Every connection verifies certificate and host name for itself, whatever it shares. A CA file that has changed is
/// read anew at once; what the system trusts a minute later at most, since nobody says where all of it is.
package final class TrustedContexts: Sendable {
  static let shared = TrustedContexts()

  private struct Entry {
    let trust: TLSTrust
    let version: FileVersion?
    let context: TLSClientContext
    let made: ContinuousClock.Instant
  }

  private static let longest: Duration = .seconds(60)
  /// Nobody has many authorities; whoever has shares none beyond these.
  private static let most = 16

  private let entries = Mutex<[Entry]>([])

  package init() {}

  /// The context for `trust`, made where there is none that still holds.
  package func context(_ trust: TLSTrust) throws(TLSFailure) -> TLSClientContext {
    // Looked at before the file is read: what is written meanwhile is seen the next time.
    let version = Self.version(of: trust)
    let now = ContinuousClock.now
    let known = entries.withLock { entries in
      entries.removeAll { $0.trust == trust && ($0.version != version || now - $0.made >= Self.longest) }
      return entries.first { $0.trust == trust }?.context
    }
    if let known { return known }
    let context = try TLSClientContext(trust: trust)
    entries.withLock { entries in
      entries.removeAll { $0.trust == trust }
      if entries.count == Self.most { entries.removeFirst() }
      entries.append(Entry(trust: trust, version: version, context: context, made: now))
    }
    return context
  }

  /// What tells one state of the CA file from another; nil where there is none.
  private static func version(of trust: TLSTrust) -> FileVersion? {
    switch trust {
    case .systemRoots, .keys: nil
    case .caFile(let path): FileVersion(path)
    }
  }
}

/// Which file a path leads to, and how it stands.
private struct FileVersion: Equatable {
  private let device: dev_t
  private let number: ino_t
  private let size: off_t
  private let modified: [Int]

  /// Nil where there is no file.
  init?(_ path: String) {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    device = status.st_dev
    number = status.st_ino
    size = status.st_size
    modified = [
      status.st_mtim.tv_sec, status.st_mtim.tv_nsec, status.st_ctim.tv_sec, status.st_ctim.tv_nsec,
    ]
  }
}
