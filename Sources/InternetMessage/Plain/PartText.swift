/// The text of a part's decoded content.
public enum PartText {
  /// Appends the text of `content`, as UTF-8 that is always valid.
  ///
  /// The charset is the declared one, or guessed. HTML becomes text; for reading, so do enriched text and the soft line
  /// ends of format=flowed. Files that stand uuencoded within plain text are left out. All else is taken as it stands; for reading, lines end in
  /// LF.
  public static func append(
    _ content: [UInt8], of part: MessagePart, for use: MessageStructure.TextUse, to text: inout [UInt8]
  ) {
    let isHTML = part.type.name == "text/html" || part.type.name == "text/x-amp-html"
    let charset = part.type.parameter("charset")
    var decoded: [UInt8] = []
    BodyText.append(content, declared: charset, isHTML: isHTML, to: &decoded)
    switch part.type.name {
    case _ where isHTML && use == .reading: HTMLPage.append(decoded.span, to: &text)
    case _ where isHTML: HTMLWords.append(decoded.span, to: &text)
    case "text/enriched": EnrichedText.append(decoded.span, .enriched, to: &text)
    case "text/richtext": EnrichedText.append(decoded.span, .rich, to: &text)
    case "text/plain":
      let plain = EmbeddedFiles.leaveOut(of: decoded) ?? decoded
      if use == .reading, part.type.parameter("format")?.lowercased() == "flowed" {
        let deletes = part.type.parameter("delsp")?.lowercased() == "yes"
        FlowedText.append(plain.span, deletesBlanks: deletes, to: &text)
      } else {
        append(plain, for: use, to: &text)
      }
    default: append(decoded, for: use, to: &text)
    }
  }

  /// For reading, every line ends in LF.
  private static func append(
    _ lines: [UInt8], for use: MessageStructure.TextUse, to text: inout [UInt8]
  ) {
    guard use == .reading, lines.span.first(.carriageReturn, from: 0) != nil else {
      text += lines
      return
    }
    text.reserveCapacity(text.count + lines.count)
    for (index, octet) in lines.enumerated() {
      if octet != .carriageReturn {
        text.append(octet)
      } else if index + 1 == lines.count || lines[index + 1] != .lineFeed {
        text.append(.lineFeed)
      }
    }
  }
}
