import Archive
package import MailIndex

/// Which messages are exported.
package struct ExportSelection: Sendable {
  /// Nil: those of all accounts.
  let account: String?
  /// Nil: all of them, whether they were read for search or not.
  let query: SearchQuery?

  package init(account: String? = nil, query: SearchQuery? = nil) {
    self.account = account
    self.query = query
  }

  /// Calls `body` with each account that may have such messages.
  func forEachAccount(
    of archive: Archive, _ body: (_ id: AccountID, _ name: String) throws -> Void
  ) throws {
    for (id, name) in try archive.index.accounts() where account == nil || name == account {
      if try hasMessages(in: archive, name) { try body(id, name) }
    }
  }

  /// A query makes no folder for an account in which it finds nothing.
  private func hasMessages(in archive: Archive, _ name: String) throws -> Bool {
    guard let query else { return true }
    var search = try MessageSearch(archive)
    var finds = false
    try search.find(.all([query, .account(name)]), limit: 1, copies: true) { _ in
      finds = true
      return false
    }
    return finds
  }

  /// Calls `body` with each message of one account that is exported, the newest first.
  func forEachMessage(
    of archive: Archive, _ id: AccountID, _ name: String, _ body: (MessageRow) throws -> Void
  ) throws {
    guard let query else { return try archive.index.forEachMessage(id, body) }
    var search = try MessageSearch(archive)
    try search.find(.all([query, .account(name)]), copies: true) { found in
      try body(found.row)
      return true
    }
  }
}
