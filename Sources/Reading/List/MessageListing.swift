package import Archive
import MailIndex

/// Messages of an archive, those that arrived last first.
package struct MessageListing: Sendable {
  package let messages: [ListedMessage]
  private let showsAccounts: Bool

  /// - Parameters:
  ///   - account: only this account's messages.
  ///   - limit: at most so many; nil for all.
  /// - Throws: `ArchiveFailure` or `IndexFailure` where the index cannot be read.
  package init(_ archive: Archive, account: String? = nil, limit: Int? = nil) throws {
    let accounts = try archive.index.accounts()
    let names = Dictionary(accounts.map { ($0.id, $0.name) }) { first, _ in first }
    let only = accounts.first { $0.name == account }?.id
    var rows: [MessageRow] = []
    if account == nil || only != nil {
      try archive.index.forEachMessage(only, limit: limit) { rows.append($0) }
    }
    let length = Self.idLength(rows.map(\.message.contentHash.hex))
    messages = rows.map { row in
      ListedMessage(row.message, account: names[row.account] ?? "", idLength: length)
    }
    showsAccounts = account == nil && accounts.count > 1
  }

  /// The least number of digits, 10 or more, that tells different hashes apart.
  package static func idLength(_ hashes: [String]) -> Int {
    let sorted = Set(hashes).sorted()
    let shared = zip(sorted, sorted.dropFirst()).map { one, next in
      zip(one.utf8, next.utf8).prefix { $0 == $1 }.count
    }
    return max(10, (shared.max() ?? 0) + 1)
  }

  /// A line a message, harmless for a terminal: id, date (UTC), account where there are several, from, subject.
  ///
  /// - Parameter width: columns to stay within; nil where lines may be of any length.
  package func lines(width: Int?) -> [String] {
    let accountColumns =
      showsAccounts ? min(16, messages.map { TerminalText.columns($0.account) }.max() ?? 0) : 0
    let senderColumns = width.map { min(30, max(12, $0 / 4)) } ?? 30
    return messages.map { message in
      var cells = [
        message.id, String((message.date ?? message.arrived).prefix(16)).replacing("T", with: " "),
      ]
      if showsAccounts { cells.append(TerminalText.cell(message.account, columns: accountColumns)) }
      let sender = message.from.first.map { $0.name ?? $0.address } ?? "(no sender)"
      cells.append(TerminalText.cell(sender, columns: senderColumns))
      cells.append(TerminalText.line(message.subject ?? "(no subject)"))
      let line = cells.joined(separator: "  ")
      return width.map { TerminalText.cut(line, columns: $0) } ?? line
    }
  }
}
