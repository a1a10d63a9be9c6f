import MailIndex
import Maildir
import SystemPackage

/// An account while it is verified.
struct VerifiedAccount {
  let name: String
  /// Nil where the index does not know it.
  let id: AccountID?
  /// Nil where it has no folder, or one that cannot be opened.
  private(set) var maildir: Maildir?
  /// It has a folder that cannot be opened: nothing is known of what is in it.
  var isUnreadable = false
  /// Folders of it that were listed.
  var folders: Set<String> = []
  /// Folders of it that could not be listed: nothing is known of what is in them.
  var unreadable: Set<String> = []
  /// Links, pipes, folders and the like under names of messages, as `place` of the name to paths: each may
  /// stand where a message is missing.
  var oddities: [String: [String]] = [:]
  private var locator: FileLocator?

  init(_ name: String, _ id: AccountID?) {
    self.name = name
    self.id = id
  }

  mutating func open(in archive: OpenFolder) throws(FileFailure) {
    let opened = try Maildir(
      opening: archive.path.appending("accounts").appending(name), calls: archive.calls)
    maildir = opened
    locator = FileLocator(opened)
  }

  /// Where the file of a message is now; nil where it is gone.
  mutating func locate(_ base: String, in folder: String) throws -> StoredFile? {
    try locator?.locate(base, in: folder)
  }

  /// The path of a message but for what readers change.
  static func place(_ base: String, _ folder: String) -> String {
    folder == "." ? base : "\(folder)/\(base)"
  }
}
