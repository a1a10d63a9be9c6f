/// What an import came to.
package struct ImportSummary: Sendable {
  /// Something that could not be read.
  package struct Unreadable: Sendable, Equatable {
    package let path: String
    package let reason: String
  }

  private static let mostUnreadable = 1_000

  /// Messages that are new in the archive.
  package internal(set) var imported = 0
  /// Octets of those in wire form.
  package internal(set) var octets: Int64 = 0
  /// Messages that the account has already, octet for octet.
  package internal(set) var known = 0
  /// Files that are no mail.
  package internal(set) var ignored = 0
  /// Unique-ids in lists of other fetchers.
  package internal(set) var seen = 0
  /// Of those, the ones that were not noted before.
  package internal(set) var seenNew = 0
  /// The first files and folders that could not be read, and how many there are.
  package private(set) var unreadable: [Unreadable] = []
  package private(set) var unreadableCount = 0
  /// It was ended early; what is counted is safe.
  package internal(set) var isCut = false

  package init() {}

  mutating func note(unreadable path: String, _ reason: String) {
    unreadableCount += 1
    guard unreadable.count < Self.mostUnreadable else { return }
    unreadable.append(Unreadable(path: TerminalText.line(path), reason: reason))
  }
}
