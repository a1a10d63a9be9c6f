import Archive
import MailIndex

/// What an export came to.
package struct ExportSummary: Sendable, Equatable {
  /// Messages written.
  package internal(set) var written = 0

  /// Messages whose file was there already, with the same content.
  package internal(set) var skipped = 0

  /// Octets written, of the messages in wire form.
  package internal(set) var octets: Int64 = 0

  /// The files in the archive that are missing, or not what was fetched: they were not exported.
  package internal(set) var damaged: [String] = []

  /// Those of `damaged` that are missing.
  package internal(set) var missing: [String] = []

  /// Names a message of an account that is not exported, since its file holds what `content` says.
  mutating func leaveOut(_ message: MessageRecord, of account: String, _ content: MessageReader.Content) {
    let file = "\(account)/\(message.base)"
    damaged.append(file)
    switch content {
    case .missing: missing.append(file)
    case .intact, .damaged: break
    }
  }
}
