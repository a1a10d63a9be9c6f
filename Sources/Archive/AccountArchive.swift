package import MailIndex
import Maildir
import Synchronization
import SystemPackage

/// One account in the archive: its Maildir and its rows of the index.
///
/// Deliveries of one account come from one run at a time.
package final class AccountArchive: Sendable {
  package let name: String
  /// The index has messages of the account, and its Maildir was not there: it has been made anew, empty. A
  /// disk may not be mounted, or somebody has moved the mail.
  package let wasMissing: Bool
  package let id: AccountID
  let archive: Archive
  let maildir: Maildir
  let options: AccountOptions
  let delivery = DeliveryState()
  private let locator: Mutex<FileLocator>

  init(
    _ archive: Archive, name: String, id: AccountID, maildir: Maildir, options: AccountOptions,
    wasMissing: Bool = false
  ) {
    self.archive = archive
    self.name = name
    self.id = id
    self.maildir = maildir
    self.options = options
    self.wasMissing = wasMissing
    locator = Mutex(FileLocator(maildir))
  }

  /// Where the file of a message is now, wherever a reader has moved it; nil where it is gone.
  func locate(_ base: String, in folder: String) throws -> StoredFile? {
    try locator.withLock { try $0.locate(base, in: folder) }
  }

  /// Runs `body` and says of its failures which archive they befell.
  func explaining<Result>(_ body: () throws -> Result) throws -> Result {
    try ArchiveFailure.explaining(archive.root.string, body)
  }
}

/// How an account's messages are laid down.
package struct AccountOptions: Sendable {
  /// How mail is spread over Maildir++ folders, by its arrival.
  package enum Partition: Sendable { case none, year, month }

  package let partition: Partition
  /// Delivered into cur with the flag S.
  package let markRead: Bool

  package init(partition: Partition = .none, markRead: Bool = false) {
    self.partition = partition
    self.markRead = markRead
  }
}
