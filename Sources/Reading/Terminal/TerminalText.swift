/// Text from mail on its way to a terminal.
///
/// A subject may hold escape sequences that retitle a window or type commands, and bidi overrides that make one
/// name look like another. All of it is text here; nothing in it is obeyed.
package enum TerminalText {
  /// `text` on one line: line ends and tabs are blanks, control characters, bidi overrides and characters that
  /// are none are U+FFFD, directional marks go, and endless accents on one letter end.
  package static func line(_ text: String) -> String {
    if text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var safe = ""
    var marks = 0
    var previous: Unicode.Scalar = " "
    for scalar in text.unicodeScalars {
      defer { previous = scalar }
      // CRLF is one line end.
      if scalar == "\n", previous == "\r" { continue }
      guard let shown = shown(scalar) else { continue }
      marks = CharacterWidth.columns(shown) == 0 ? marks + 1 : 0
      if marks <= markLimit { safe.unicodeScalars.append(shown) }
    }
    return safe
  }

  /// The columns that `text`, which is harmless already, takes on a terminal.
  package static func columns(_ text: String) -> Int {
    // What is ASCII takes a column an octet.
    if text.utf8.allSatisfy({ $0 < 0x80 }) { return text.utf8.count }
    return text.unicodeScalars.reduce(0) { $0 + CharacterWidth.columns($1) }
  }

  /// `text` made harmless and exactly `columns` wide: cut with `…` where it is longer, padded where it is shorter.
  package static func cell(_ text: String, columns: Int) -> String {
    let cut = cut(line(text), columns: columns)
    return cut + String(repeating: " ", count: max(0, columns - self.columns(cut)))
  }

  /// `text`, which is harmless already, in at most `columns`, cut with `…` where it is longer.
  package static func cut(_ text: String, columns: Int) -> String {
    self.columns(text) <= columns ? text : cutShort(text, columns: columns)
  }

  /// The beginning of `text`, which is harmless already and takes `columns` at least, and `…` in the last of them.
  static func cutShort(_ text: String, columns: Int) -> String {
    if columns < 1 { return "" }
    // What another octet of ASCII follows carries no accent.
    if text.utf8.prefix(columns).allSatisfy({ $0 < 0x80 }) {
      return "\(Substring(text.utf8.prefix(columns - 1)))…"
    }
    var cut = ""
    var left = columns - 1
    // A letter keeps its accents, or goes with them.
    for character in text {
      left -= self.columns(String(character))
      if left < 0 { break }
      cut.append(character)
    }
    return cut + "…"
  }

  /// Accents on one letter; no script needs more.
  private static let markLimit = 8

  /// What stands for a character; nil where nothing does.
  private static func shown(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D, 0x2028, 0x2029: return " "
    // What nobody sees: soft hyphen, spaces of no width, LRM, RLM, ALM, the byte order mark.
    case 0xAD, 0x180E, 0x200B, 0x200E, 0x200F, 0x2060...0x2064, 0x061C, 0xFEFF: return nil
    // Embeddings, overrides and isolates; interlinear annotation; tags.
    case 0x202A...0x202E, 0x2066...0x2069, 0xFFF9...0xFFFB, 0xE0000...0xE007F: return "\u{FFFD}"
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .surrogate, .privateUse, .unassigned: return "\u{FFFD}"
    case _: return scalar
    }
  }
}
