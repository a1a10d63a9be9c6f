import Glibc
import Synchronization

/// A message as one session sees it.
package struct ListedMessage: Sendable {
  package var uid: [UInt8]
  package var octets: Int64
  package let message: ServedMessage
  let serial: Int
}

/// The messages of one user, locked by one session at a time (RFC 1939, section 4).
final class Maildrop: Sendable {
  private struct Contents {
    var messages: [(serial: Int, message: ServedMessage)] = []
    var nextSerial = 0
    var isLocked = false
  }

  private let contents = Mutex(Contents())

  init(_ messages: [ServedMessage]) { add(messages) }

  /// Puts messages at the end; an open session does not see them.
  func add(_ messages: [ServedMessage]) {
    contents.withLock { contents in
      contents.messages.reserveCapacity(contents.messages.count + messages.count)
      for message in messages {
        contents.messages.append((contents.nextSerial, message))
        contents.nextSerial += 1
      }
    }
  }

  var uids: [[UInt8]] { contents.withLock { $0.messages.map(\.message.uid) } }

  /// Locks the maildrop; nil when another session holds it, and goes on to hold it for a fifth of a second: so long
  /// a connection that broke may need to end.
  func lock() -> MaildropLock? {
    for attempt in 0..<21 {
      if attempt > 0 { poll(nil, 0, 10) }
      let isMine = contents.withLock { contents in
        defer { contents.isLocked = true }
        return !contents.isLocked
      }
      if isMine { return MaildropLock(maildrop: self) }
    }
    return nil
  }

  fileprivate func unlock() { contents.withLock { $0.isLocked = false } }

  fileprivate var listing: [ListedMessage] {
    contents.withLock {
      $0.messages.map {
        ListedMessage(
          uid: $0.message.uid, octets: $0.message.octets, message: $0.message, serial: $0.serial)
      }
    }
  }

  fileprivate func remove(_ serials: Set<Int>) {
    contents.withLock { $0.messages.removeAll { serials.contains($0.serial) } }
  }
}

/// The right of one session to a maildrop. Letting go of it unlocks the maildrop and removes nothing.
struct MaildropLock: ~Copyable {
  private let maildrop: Maildrop

  fileprivate init(maildrop: Maildrop) { self.maildrop = maildrop }

  var listing: [ListedMessage] { maildrop.listing }

  /// The update state: removes for good.
  func remove(_ messages: [ListedMessage]) {
    if !messages.isEmpty { maildrop.remove(Set(messages.map(\.serial))) }
  }

  deinit { maildrop.unlock() }
}
