/// The fields that an `Envelope` is made of, and the one that declares a charset.
enum EnvelopeField {
  case subject, from, sender, replyTo, to, cc, bcc, date, received, messageID, inReplyTo, references,
    contentType

  /// The field that the name at `range` means, in any case.
  init?(_ header: Span<UInt8>, at range: Range<Int>) {
    guard !range.isEmpty, let (field, name) = Self.candidate(header, range), header.spells(name, at: range)
    else {
      return nil
    }
    self = field
  }

  /// Length and a letter leave one candidate at most.
  private static func candidate(_ header: Span<UInt8>, _ range: Range<Int>) -> (EnvelopeField, String)? {
    switch (range.count, header[range.lowerBound].lowered) {
    case (2, UInt8(ascii: "t")): (.to, "to")
    case (2, UInt8(ascii: "c")): (.cc, "cc")
    case (3, UInt8(ascii: "b")): (.bcc, "bcc")
    case (4, UInt8(ascii: "d")): (.date, "date")
    case (4, UInt8(ascii: "f")): (.from, "from")
    case (6, UInt8(ascii: "s")): (.sender, "sender")
    case (7, UInt8(ascii: "s")): (.subject, "subject")
    case (8, UInt8(ascii: "r")):
      header[range.lowerBound + 2].lowered == UInt8(ascii: "p")
        ? (.replyTo, "reply-to") : (.received, "received")
    case (10, UInt8(ascii: "m")): (.messageID, "message-id")
    case (10, UInt8(ascii: "r")): (.references, "references")
    case (11, UInt8(ascii: "i")): (.inReplyTo, "in-reply-to")
    case (12, UInt8(ascii: "c")): (.contentType, "content-type")
    default: nil
    }
  }
}
