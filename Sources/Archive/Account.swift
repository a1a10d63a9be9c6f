import MailIndex
import Maildir
import SystemPackage

extension Archive {
  /// The account `name`, made where it is missing.
  ///
  /// Where its last run was cut off, what that run delivered and had no time to record is recorded now. The
  /// same where the index has never seen a run of it end: an index that was lost knows again what was
  /// fetched.
  package func account(
    _ name: String, options: AccountOptions = AccountOptions(), now: Int64
  ) throws -> AccountArchive {
    guard Self.isAccountName(name) else { throw ArchiveFailure(.badAccountName, root.string) }
    return try ArchiveFailure.explaining(root.string) {
      try refuseOtherCase(of: name)
      let (maildir, isNew) = try maildir(of: name)
      try maildir.removeStaleTemporaries()
      guard let id = try index.account(named: name, create: true) else {
        throw ArchiveFailure(.badAccountName, root.string)
      }
      let account = AccountArchive(
        self, name: name, id: id, maildir: maildir, options: options,
        wasMissing: try isNew && index.totals(id).messages > 0)
      let wasCut = try index.isDelivering(id)
      if try wasCut || index.memory(id) == nil { try account.adopt(now: now) }
      if wasCut { try index.setDelivering(id, false) }
      return account
    }
  }

  /// On exFAT or FAT two accounts whose names differ only in case would share a Maildir.
  private func refuseOtherCase(of name: String) throws {
    guard try index.account(named: name, create: false) == nil else { return }
    let folded = name.lowercased()
    for other in try index.accounts().map(\.name) + accountFolders() {
      if other != name, other.lowercased() == folded { throw ArchiveFailure(.otherCase(other), root.string) }
    }
  }

  /// The Maildir of the account, made where it is missing or not whole; it is new where there was no place in
  /// it that holds messages.
  private func maildir(of name: String) throws -> (Maildir, isNew: Bool) {
    let missing = try ["tmp", "new", "cur"].filter {
      try folder.status("accounts/\(name)/\($0)")?.isFolder != true
    }
    let path = root.appending("accounts").appending(name)
    if !missing.isEmpty { try Maildir.create(at: path, calls: calls) }
    let maildir = try Maildir(opening: path, traits: traits, calls: calls)
    // Whoever copies an archive may leave empty folders out: mail in Maildir++ folders is mail.
    let isNew = try missing.contains("new") && missing.contains("cur") && maildir.folders() == ["."]
    return (maildir, isNew)
  }

  /// The Maildir of an account that has one.
  func existingMaildir(of name: String) throws -> Maildir {
    guard Self.isAccountName(name) else { throw ArchiveFailure(.badAccountName, root.string) }
    return try Maildir(
      opening: root.appending("accounts").appending(name), traits: traits, calls: calls)
  }

  /// One path component of harmless characters that does not begin with a dot.
  package static func isAccountName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count) && !name.hasPrefix(".")
      && name.utf8.allSatisfy { byte in
        switch UnicodeScalar(byte) {
        case "a"..."z", "A"..."Z", "0"..."9", ".", "_", "-", "@", "+": true
        case _: false
        }
      }
  }

  /// The folders of accounts that are there, whether the index knows them or not, sorted.
  func accountFolders() throws -> [String] {
    var names: [String] = []
    try folder.folderIfThere("accounts")?.forEachName { name in
      if Self.isAccountName(name), try folder.status("accounts/\(name)/cur")?.isFolder == true {
        names.append(name)
      }
    }
    return names.sorted()
  }
}
