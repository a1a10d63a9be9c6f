/// Text from anywhere on its way to a log, a status line or a label: one line, nothing in it is obeyed.
enum PlainText {
  /// `text` without control and format characters (bidi overrides among them), line separators and characters
  /// that are none, each of which becomes `?`, and with at most `limit` octets, `…` included.
  static func line(_ text: String, limit: Int) -> String {
    if text.utf8.count <= limit, text.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return text }
    var plain = ""
    var octets = 0
    // What fits without the `…`, in case that it is needed.
    var cut = plain.endIndex
    for scalar in text.unicodeScalars {
      let shown = isPlain(scalar) ? scalar : "?"
      octets += UTF8.width(shown)
      if octets > limit { return plain[..<cut] + "…" }
      plain.unicodeScalars.append(shown)
      if octets + 3 <= limit { cut = plain.endIndex }
    }
    return plain
  }

  private static func isPlain(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
    case _: true
    }
  }
}
