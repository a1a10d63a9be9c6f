package import MailIndex

/// Messages of an archive as lines for people: id, date, account where there are several, from, subject.
package struct MessageListing: Sendable {
  /// A message that is listed, and the account that it is of.
  package struct Entry: Sendable {
    package let row: MessageRow
    package let account: String

    package init(_ row: MessageRow, account: String) {
      self.row = row
      self.account = account
    }
  }

  private let entries: [Entry]
  private let idLength: Int
  private let accountColumns: Int?
  private let zone: LocalZone

  /// - Parameters:
  ///   - idLength: how many digits name each of them.
  ///   - accounts: the names that may be among them; shown where there are several.
  package init(_ entries: [Entry], idLength: Int, accounts: [String], zone: LocalZone = .system) {
    self.entries = entries
    self.idLength = idLength
    self.zone = zone
    accountColumns =
      accounts.count > 1 ? min(16, accounts.map { TerminalText.columns($0) }.max() ?? 0) : nil
  }

  /// The least number of digits, 10 or more, that tells different hashes apart.
  package static func idLength(_ hashes: [String]) -> Int {
    let sorted = Set(hashes).sorted()
    let shared = zip(sorted, sorted.dropFirst()).map { one, next in
      zip(one.utf8, next.utf8).prefix { $0 == $1 }.count
    }
    return max(10, (shared.max() ?? 0) + 1)
  }

  /// A line a message, harmless for a terminal; dates are those of a clock here.
  ///
  /// - Parameters:
  ///   - width: columns to stay within; nil where lines may be of any length.
  ///   - sought: words to mark in senders and subjects.
  package func lines(width: Int?, marking sought: SoughtHeaders = SoughtHeaders()) -> [MarkedText] {
    let senderColumns = width.map { min(30, max(12, $0 / 4)) } ?? 30
    return entries.map { entry in
      let message = entry.row.message
      let moment = message.envelope.date ?? message.arrived
      var line = MarkedText(
        "\(message.contentHash.hex.prefix(idLength))  \(LocalMoment(moment, zone).minute)  ")
      if let accountColumns {
        line = line + MarkedText(TerminalText.cell(entry.account, columns: accountColumns) + "  ")
      }
      let sender = message.envelope.fromName ?? message.envelope.fromAddress
      line = line + (sender.map(sought.from.marked) ?? MarkedText("(no sender)")).cell(columns: senderColumns)
      line = line + MarkedText("  ")
      line = line + (message.envelope.subject.map(sought.subject.marked) ?? MarkedText("(no subject)"))
      return width.map { line.cut(columns: $0) } ?? line
    }
  }
}

/// The words that a query looks for in senders and in subjects.
package struct SoughtHeaders: Sendable {
  let from: SoughtWords
  let subject: SoughtWords

  package init(_ query: SearchQuery = .everything) {
    from = SoughtWords(query, in: [.anywhere, .from])
    subject = SoughtWords(query, in: [.anywhere, .subject])
  }
}
