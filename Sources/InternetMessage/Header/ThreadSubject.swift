/// A subject without what answers and forwards put before it (RFC 5256 §2.1, and the words of other languages).
public struct ThreadSubject: Hashable, Sendable {
  /// What is left, folded into words.
  public let text: String

  /// The subject had a mark of an answer or a forward.
  public let isAnswer: Bool

  public init(_ subject: String) {
    var rest = subject[...]
    var isAnswer = false
    while true {
      rest = rest.drop(while: \.isWhitespace)
      if let list = Self.bracketed(rest), list.contains(where: { !$0.isWhitespace }) {
        rest = list
      } else if let answered = Self.answered(rest) {
        rest = answered
        isAnswer = true
      } else {
        break
      }
    }
    text = SearchWords.words(of: String(rest.prefix(Self.limit))).joined(separator: " ")
    self.isAnswer = isAnswer
  }

  /// Characters that are looked at, at most.
  private static let limit = 512

  /// What follows `[list]`.
  private static func bracketed(_ text: Substring) -> Substring? {
    guard text.first == "[", let end = text.prefix(80).firstIndex(of: "]") else { return nil }
    return text[text.index(after: end)...]
  }

  /// What follows `Re:`, `Re[2]:`, `AW :`, `Fwd：`.
  private static func answered(_ text: Substring) -> Substring? {
    let word = text.prefix(6).prefix { $0.isLetter }
    guard marks.contains(word.lowercased()) else { return nil }
    var rest = text[word.endIndex...]
    if let open = rest.first, open == "[" || open == "(" || open == "^" {
      rest = rest.dropFirst().drop { $0.isNumber }
      if let close = rest.first, close == "]" || close == ")" { rest = rest.dropFirst() }
    }
    rest = rest.drop { $0 == " " }
    guard let colon = rest.first, colon == ":" || colon == "：" else { return nil }
    return rest.dropFirst()
  }

  private static let marks: Set<String> = [
    "re", "aw", "antw", "antwort", "sv", "vs", "odp", "rif", "ris", "res", "ref", "r", "ynt", "vb", "bls",
    "fw", "fwd", "wg",
    "tr", "rv", "i", "enc", "doorst", "vá", "továb", "ang", "回复", "答复", "回覆", "转发", "轉寄", "返信", "转寄",
  ]
}
