import InternetMessage

/// The recipients of a message as the index keeps them: `Name <address>` or `address`, with `, ` between.
enum RecipientColumn {
  /// The mailboxes of the column. A name may hold `, ` itself: a piece without an address belongs to the next.
  static func mailboxes(_ column: String) -> [Mailbox] {
    var mailboxes: [Mailbox] = []
    var start = column.startIndex
    var search = start
    while start < column.endIndex {
      let comma = column[search...].firstRange(of: ", ")
      let piece = column[start..<(comma?.lowerBound ?? column.endIndex)]
      search = comma?.upperBound ?? column.endIndex
      if comma != nil, !isWhole(piece) { continue }
      mailboxes.append(mailbox(piece))
      start = search
    }
    return mailboxes
  }

  private static func isWhole(_ piece: Substring) -> Bool {
    piece.hasSuffix(">") || (piece.contains("@") && !piece.contains(" "))
  }

  private static func mailbox(_ piece: Substring) -> Mailbox {
    guard piece.hasSuffix(">"), let open = piece.lastIndex(of: "<"), open > piece.startIndex else {
      return Mailbox(address: String(piece))
    }
    let name = piece[..<open].dropLast()
    return Mailbox(
      name: name.isEmpty ? nil : String(name), address: String(piece[piece.index(after: open)...].dropLast()))
  }
}
