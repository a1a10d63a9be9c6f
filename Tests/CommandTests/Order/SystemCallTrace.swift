/// What strace saw of a process, call by call.
///
/// A call of one thread that another's came into the midst of stands in two lines, the second of which says
/// how it ended; until then it counts as not ended.
struct SystemCallTrace {
  struct Call: Equatable {
    let name: String
    let arguments: [String]
    let result: String
    /// The line that it began in, and the one that it ended in.
    let begun: Int
    let ended: Int

    var succeeded: Bool { !result.hasPrefix("-") && !result.hasPrefix("?") }
  }

  /// In the order in which they began.
  let calls: [Call]

  /// - Parameter text: the output of `strace -f -o`, each line with the number of its thread.
  init(_ text: String) {
    var calls: [Call] = []
    var open: [Substring: (text: Substring, line: Int)] = [:]
    for (number, line) in text.split(separator: "\n").enumerated() {
      let thread = line.prefix { $0 != " " }
      let rest = line.dropFirst(thread.count).drop { $0 == " " }
      if rest.hasPrefix("<... ") {
        guard let start = open.removeValue(forKey: thread), let end = rest.firstRange(of: " resumed>")
        else { continue }
        let whole = String(start.text) + rest[end.upperBound...]
        if let call = Self.call(whole[...], start.line, number) { calls.append(call) }
      } else if rest.hasSuffix(" <unfinished ...>") {
        open[thread] = (rest.dropLast(" <unfinished ...>".count), number)
      } else if let call = Self.call(rest, number, number) {
        calls.append(call)
      }
    }
    // What never ended has begun all the same.
    for (text, line) in open.values {
      if let call = Self.call(text + ") = ?", line, .max) { calls.append(call) }
    }
    self.calls = calls.sorted { $0.begun < $1.begun }
  }

  private static func call(_ text: Substring, _ begun: Int, _ ended: Int) -> Call? {
    guard let opening = text.firstIndex(of: "("),
      let closing = text.ranges(of: ") ").last(where: { range in
        text[range.upperBound...].drop { $0 == " " }.hasPrefix("= ")
      })
    else { return nil }
    let result = text[closing.upperBound...].drop { $0 == " " }.dropFirst(2)
    return Call(
      name: String(text[..<opening]),
      arguments: split(text[text.index(after: opening)..<closing.lowerBound]),
      result: String(result), begun: begun, ended: ended)
  }

  /// Cuts at commas, but not within a string.
  private static func split(_ text: Substring) -> [String] {
    var parts: [String] = [""]
    var isQuoted = false
    var isEscaped = false
    for character in text {
      if character == ",", !isQuoted {
        parts.append("")
        continue
      }
      if character == "\"", !isEscaped { isQuoted.toggle() }
      isEscaped = character == "\\" && !isEscaped
      if isQuoted || character != " " || !(parts.last?.isEmpty ?? true) {
        parts[parts.count - 1].append(character)
      }
    }
    return parts
  }
}
