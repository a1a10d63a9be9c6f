/// `text` as one line that a terminal shows as it is: control and format characters become `?`, and it is cut
/// at `limit`.
func printable(_ text: String, limit: Int = 60) -> String {
  var result = ""
  for (index, scalar) in text.unicodeScalars.enumerated() {
    guard index < limit else { return result + "…" }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
      result += "?"
    case _:
      result.unicodeScalars.append(scalar)
    }
  }
  return result
}

/// `text` in quotes, printable.
func quoted(_ text: String) -> String { "\"\(printable(text))\"" }
