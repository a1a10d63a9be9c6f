import Archive
import MailIndex
import OAuth
import POP3
import POP3Client
package import Settings

extension Problem {
  /// What an error means for the account: its class, in words for a person, with the remedy.
  package init(classifying error: any Error, account: Account? = nil) {
    let host = account.map { "\($0.host):\($0.port)" } ?? "the server"
    switch error {
    case let problem as Problem: self = problem
    case let failure as SessionFailure: self.init(failure, host: host, account: account)
    case let failure as ArchiveFailure: self.init(failure)
    case let failure as OAuthFailure: self.init(failure)
    case let failure as PasswordFailure:
      let key = account?.oauth == nil ? "password" : "oauth"
      self.init(
        .configuration, Self.sentence(failure.description),
        hint: "Mend that, or name another source under \"\(key)\" in the configuration.")
    case is DiskLow:
      self.init(
        .disk, "The disk of the archive has less free space than minFree wants to keep.",
        hint: "Free some space: nothing was fetched below that, and nothing was deleted on the server.",
        temporary: true, scope: .archive)
    case is HeaderSink.Endless:
      self.init(
        .protocolOrTLS, "\(host) answered TOP without end.",
        hint: "Nothing was deleted on its word; tell the server's operator.")
    case _:
      self.init(
        .bug, "Popkeep did not expect this: \(Self.printable("\(error)")).",
        hint: "Please report it; nothing was deleted that is not archived.")
    }
  }

  private init(_ failure: ArchiveFailure) {
    switch failure.code {
    case .badAccountName, .otherCase: self.init(.configuration, failure, scope: .account)
    case .notAnArchive, .another: self.init(.configuration, failure)
    case .exists, .notEmpty: self.init(.cannotCreate, failure)
    case .badMarker, .newerFormat: self.init(.badData, failure)
    case .locked: self.init(.tryAgain, failure, temporary: true)
    case .index(let index) where index.code == .locked: self.init(.tryAgain, failure, temporary: true)
    case .file, .index: self.init(.disk, failure)
    }
  }

  private init(
    _ kind: Class, _ failure: ArchiveFailure, temporary: Bool = false, scope: Scope = .archive
  ) {
    self.init(kind, failure.description, hint: failure.hint, temporary: temporary, scope: scope)
  }

  /// The text as a sentence: a capital at its head, a full stop at its end.
  static func sentence(_ text: String) -> String {
    let head = text.prefix(1).uppercased() + text.dropFirst()
    return head.hasSuffix(".") || head.hasSuffix("?") ? head : head + "."
  }

  private static func printable(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.prefix(300).map { $0.properties.generalCategory == .control ? "?" : $0 }))
  }
}
