import Providers
import Settings

/// Where the mailbox is, as options, look-up and answers say together.
struct MailServer {
  let host: String
  let port: UInt16?
  let tls: TLSMode
  /// The name to log in with.
  let user: String
  /// True where nobody said which form of the name the server takes.
  let isUserGuessed: Bool
  /// Who runs it, where that is known.
  let provider: Provider?
  /// True where the server takes access tokens and no passwords, as far as is known.
  let takesTokensOnly: Bool
}
