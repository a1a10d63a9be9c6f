/// Reads `onServer`: a word, or an object of reasons and guards.
enum RetentionDecoder {
  private static let mostCopies = 16

  /// - Parameter drives: how many drives there are that copies may be on.
  static func rule(in account: Fields, drives: Int) throws(ConfigurationFailure) -> RetentionRule? {
    guard let node = account.node("onServer") else { return nil }
    if case .text(let word) = node.value {
      switch word {
      case "keep": return .keep
      case "delete": return RetentionRule(delete: true)
      case _: throw unknownWord(word, node, account)
      }
    }
    guard case .object = node.value else {
      throw account.wrongType(
        "onServer", needs: "\"keep\", \"delete\" or an object such as {\"deleteAfter\": \"30d\"}", node)
    }
    let fields = try Fields(node, of: "\"onServer\"", file: account.file, known: KnownKeys.onServer)
    let rule = RetentionRule(
      delete: try fields.flag("delete") ?? false,
      deleteAfter: try fields.seconds("deleteAfter", from: "1s", to: "5000w"),
      keepNewest: try fields.number("keepNewest", in: 1...1_000_000_000).map { Int(clamping: $0) },
      keepUnder: try fields.octets("keepUnder", from: "1B", to: "1000TB"),
      untilTrashed: try fields.flag("untilTrashed") ?? false,
      maxDeletes: try fields.number("maxDeletes", in: 1...1_000_000_000).map { Int(clamping: $0) },
      proveByHash: try fields.flag("proveByHash") ?? false,
      requireCopies: try fields.number("requireCopies", in: 1...Int64(mostCopies)).map { Int(clamping: $0) }
        ?? 1)
    try check(rule, fields)
    try check(copies: rule.requireCopies, drives, fields)
    return rule
  }

  private static func unknownWord(_ word: String, _ node: JSONNode, _ account: Fields) -> ConfigurationFailure
  {
    let examples = [
      "deleteAfter": "\"30d\"", "keepNewest": "1000", "keepUnder": "\"500MB\"", "untilTrashed": "true",
    ]
    if let example = examples[word] {
      return account.failure(
        "\"onServer\": \"\(word)\" needs its value: write {\"\(word)\": \(example)}", at: node)
    }
    return account.failure(
      "\"onServer\" needs \"keep\", \"delete\" or an object such as {\"deleteAfter\": \"30d\"}, not \(quoted(word))",
      at: node, suggestion: Spelling.nearest(word, in: ["keep", "delete"]))
  }

  /// Refuses to wait for copies that there is nowhere to make.
  private static func check(copies: Int, _ drives: Int, _ fields: Fields) throws(ConfigurationFailure) {
    let needed = copies - 1
    guard needed > drives else { return }
    throw fields.failure(
      "\"requireCopies\" \(copies) needs \(inWords(needed)) \(needed == 1 ? "drive" : "drives"), and \"drives\" names \(inWords(drives)): the archive is the first copy",
      at: fields.node("requireCopies"))
  }

  private static func inWords(_ count: Int) -> String {
    let words = [
      "none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
      "twelve",
    ]
    return words.indices.contains(count) ? words[count] : "\(count)"
  }

  /// Refuses rules that say one thing and would do another.
  private static func check(_ rule: RetentionRule, _ fields: Fields) throws(ConfigurationFailure) {
    guard rule.canDelete else {
      throw fields.failure(
        "\"onServer\" names no reason to delete: write \"keep\", or add one of delete, deleteAfter, keepNewest, keepUnder, untilTrashed"
      )
    }
    let others =
      ["deleteAfter", "keepNewest", "keepUnder"].filter { fields.node($0) != nil }
      + (rule.untilTrashed ? ["untilTrashed"] : [])
    if rule.delete, let other = others.first {
      throw fields.failure(
        "\"delete\": true lets every archived message go at once, so \"\(other)\" beside it would keep nothing: leave one of them out",
        at: fields.node(other))
    }
  }
}
