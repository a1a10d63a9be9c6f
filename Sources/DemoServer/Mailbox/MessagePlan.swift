/// What a message of the made mailbox is to be.
enum MessageKind: Equatable {
  case letter
  /// Plain text and HTML of the same.
  case alternative
  /// A text with a table as an attachment.
  case table
  /// A text with a picture of so many base64 lines.
  case picture(lines: Int)
  /// A message with another message in it.
  case forward
  case reply
  case dotLines
  case loneCR
  case loneLF
  case nul
  case doubledCR
  case longLines
  /// 8-bit octets in the header, as they are.
  case rawHeader
  /// A charset that nobody knows.
  case unknownCharset
  case headerOnly
  /// A header, and no blank line after it.
  case headerWithoutEnd
  case bodyOnly
  case empty
  /// The Message-ID of the message `back` places before, and another text.
  case borrowedID(back: Int)
}

/// All that one message is made from: with the same plan comes the same message.
struct MessagePlan: Sendable {
  let index: Int
  let seed: UInt64
  let uid: [UInt8]
  /// When it arrived, in seconds since 1970 UTC.
  let arrived: Int64
  let kind: MessageKind
  let language: Language
  /// The messages of its thread that came before it, the first one first; none but for a reply.
  let thread: [Int]

  /// The Message-ID of a message of the mailbox, without angle brackets.
  func messageID(_ index: Int) -> String {
    var random = SmallRandom(seed: seed ^ 0x1D, index: index)
    return "\(String(random.next(), radix: 36)).\(index)@mail.example.org"
  }

  var author: Person {
    var random = random(index &+ 5_003)
    return random.pick(language.people)
  }

  /// The generator for what is said in a message of the mailbox.
  func random(_ index: Int) -> SmallRandom { SmallRandom(seed: seed, index: index) }
}
