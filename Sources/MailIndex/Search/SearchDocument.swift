/// What is kept for search of one message.
package struct SearchDocument: Sendable {
  /// The row id of the message.
  package var message: Int64
  package var account: AccountID
  /// When it was sent, but never later than it arrived, in seconds since 1970 UTC.
  package var moment: Int64
  /// In wire form.
  package var octets: Int64
  package var contentHash: ContentHash
  package var hasAttachment: Bool
  /// Folded, one a line.
  package var attachmentNames: String
  /// Without angle brackets.
  package var messageID: String?
  /// The message-ids of References and In-Reply-To.
  package var ancestors: [String]
  /// The subject without what marks an answer, folded; empty: none.
  package var threadSubject: String
  /// The subject has a mark of an answer.
  package var isAnswer: Bool
  package var words: SearchTerms

  package init(
    message: Int64, account: AccountID, moment: Int64, octets: Int64, contentHash: ContentHash,
    hasAttachment: Bool = false, attachmentNames: String = "", messageID: String? = nil,
    ancestors: [String] = [],
    threadSubject: String = "", isAnswer: Bool = false, words: SearchTerms
  ) {
    self.message = message
    self.account = account
    self.moment = moment
    self.octets = octets
    self.contentHash = contentHash
    self.hasAttachment = hasAttachment
    self.attachmentNames = attachmentNames
    self.messageID = messageID
    self.ancestors = ancestors
    self.threadSubject = threadSubject
    self.isAnswer = isAnswer
    self.words = words
  }
}

extension WordMatch.Field {
  /// What stands before the words of a field, so that they can be searched apart. In the text only those have it that
  /// stand in another field too: any other word that stands nowhere else is in the text.
  var mark: [UInt8]? {
    switch self {
    case .anywhere: nil
    case .subject: [0xC2, 0x81]
    case .from: [0xC2, 0x82]
    case .to: [0xC2, 0x83]
    case .filename: [0xC2, 0x84]
    case .body: [0xC2, 0x86]
    }
  }

  /// What stands before what is true of a message as a whole.
  static let factMark: [UInt8] = [0xC2, 0x85]
}
