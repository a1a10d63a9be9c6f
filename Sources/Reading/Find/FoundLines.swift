package import Archive
import InternetMessage
package import MailIndex

/// What was found as lines for people: each message as in a listing, and below it some of its text.
package struct FoundLines: ~Copyable {
  private var opener: MessageOpener
  private let headers: SoughtHeaders
  private let words: SoughtWords
  private let accounts: [String]
  private let width: Int?

  /// - Parameter width: columns to stay within; nil where lines may be of any length.
  package init(_ archive: Archive, _ query: SearchQuery, width: Int?) throws {
    opener = try MessageOpener(archive)
    accounts = Array(opener.accounts.values)
    headers = SoughtHeaders(query)
    words = SoughtWords(query, in: [.anywhere, .body])
    self.width = width
  }

  /// The lines of some messages, harmless for a terminal.
  package mutating func lines(
    of found: [FoundMessage], idLength: Int, withSnippets: Bool
  ) throws -> [MarkedText] {
    let listing = MessageListing(
      found.map { MessageListing.Entry($0.row, account: $0.account) }, idLength: idLength, accounts: accounts)
    let lines = listing.lines(width: width, marking: headers)
    guard withSnippets else { return lines }
    var all: [MarkedText] = []
    for (line, message) in zip(lines, found) {
      all.append(line)
      if let snippet = try snippet(of: message) { all.append(MarkedText("    ") + snippet) }
    }
    return all
  }

  /// Nil: the message has no text, or its file is gone.
  private mutating func snippet(of message: FoundMessage) throws -> MarkedText? {
    guard let file = try opener.open(message.row, limit: Snippet.fileLimit) else { return nil }
    let text = try file.text(for: .reading, limit: Snippet.textLimit)
    let snippet = Snippet(text, words, columns: (width ?? 160) - 4)
    return snippet.line.pieces.isEmpty ? nil : snippet.line
  }
}
