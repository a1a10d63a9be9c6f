import MailIndex
import Maildir
import Synchronization

/// One message of a batch, on its way to the drive.
struct CopyItem {
  /// Where on the drive it comes to lie.
  struct Place {
    let part: MonthFolder.Part
    let name: String
  }

  enum State { case toCopy, missingHere, damagedHere, tooLarge }

  let message: MessageToCopy
  let account: String
  let key: MonthKey
  let name: CopyName
  var state = State.toCopy
  /// The file in the making; nil: there is none.
  var temporary: String?
  /// Where it is, or is to be.
  var place: Place?
  /// A damaged file of this very message, whose place it takes.
  var replaced: Place?
  var isVerified = false
  var isCopied = false
}

/// What became of the messages that threads copy.
final class CopyOutcomes: Sendable {
  private let outcomes: Mutex<[CopyOutcome?]>

  init(_ count: Int) { outcomes = Mutex(Array(repeating: nil, count: count)) }

  func set(_ outcome: CopyOutcome, at index: Int) { outcomes.withLock { $0[index] = outcome } }

  var all: [CopyOutcome?] { outcomes.withLock { $0 } }
}

/// Numbers that threads gather.
final class BadItems: Sendable {
  private let items = Mutex<[Int]>([])

  func add(_ item: Int) { items.withLock { $0.append(item) } }

  var all: [Int] { items.withLock { $0.sorted() } }
}

extension MonthFolder {
  var isChanged: Bool { parts.contains(where: \.isChanged) }
}

extension MonthFolder.Part {
  /// Has the manifest say that a file has this content; nil: that there is none.
  func list(_ name: String, _ hash: ContentHash?) {
    guard manifest[name] != hash else { return }
    manifest[name] = hash
    isChanged = true
  }
}
