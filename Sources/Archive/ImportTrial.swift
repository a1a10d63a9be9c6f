import MailIndex
import Maildir
import OpenSSL

/// What an import would make of messages, without one of them written: for a dry run.
package struct ImportTrial: ~Copyable {
  private let archive: Archive
  private let account: AccountID?
  /// Of the message that is being taken; nil: of none.
  private var digests: MessageDigests?
  /// Contents that came before: 32 octets a message, as long as the trial lasts.
  private var contents: Set<ContentHash> = []

  /// - Parameter name: an account that the archive has, or would get.
  package init(_ archive: Archive, account name: String) throws {
    self.archive = archive
    account = try archive.asking { try $0.account(named: name, create: false) }
  }

  /// Takes the next octets of a message in wire form, cut anywhere.
  package mutating func append(_ bytes: RawSpan) {
    if digests == nil { digests = MessageDigests(keepingHeader: false) }
    digests?.update(bytes)
  }

  /// Lets go of what came of the message.
  package mutating func drop() { digests = nil }

  /// Ends the message; true where it would be new.
  package mutating func finish() throws -> (isNew: Bool, octets: Int64) {
    let ended = digests.take() ?? MessageDigests(keepingHeader: false)
    let octets = ended.octets
    let hashes = ended.finish()
    let content = hashes.content.column
    guard contents.insert(content).inserted else { return (false, octets) }
    guard let account else { return (true, octets) }
    let twins = try archive.asking {
      try $0.messages(account, contentHash: content, headerHash: hashes.header.column)
    }
    return (!twins.contains { $0.state == .stored }, octets)
  }
}
