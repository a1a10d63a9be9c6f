import Maildir
import Synchronization
import SystemPackage

/// Makes system calls of a sync go wrong, and notes whether one did.
final class Trouble: Sendable {
  enum Kind: Sendable, CustomStringConvertible {
    /// The nth call fails, once.
    case once(Errno)
    /// The nth call fails and all that follow: a disk that stays full, or is gone.
    case fromThenOn(Errno)
    /// The nth call moves a single octet, if it moves any.
    case cutShort

    var description: String {
      switch self {
      case .once(let error): "\(error) once"
      case .fromThenOn(let error): "\(error) from then on"
      case .cutShort: "cut short"
      }
    }
  }

  private let kind: Kind
  private let number: Int
  private let count = Mutex(0)

  init(_ kind: Kind, at number: Int) {
    self.kind = kind
    self.number = number
  }

  var calls: FileCalls {
    FileCalls { [self] (_) throws(Errno) in
      let current = count.withLock { count in
        count += 1
        return count
      }
      switch kind {
      case .once(let error): if current == number { throw error }
      case .fromThenOn(let error): if current >= number { throw error }
      case .cutShort: return
      }
    } portion: { [self] _, octets in
      // Asked just before the call is announced.
      guard case .cutShort = kind else { return octets }
      return count.withLock { $0 + 1 } == number ? 1 : octets
    }
  }

  /// False once a run had fewer calls than the one that was to go wrong.
  var wasHit: Bool { count.withLock { $0 >= number } }
}
