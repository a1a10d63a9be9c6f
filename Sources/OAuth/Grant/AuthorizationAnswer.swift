import Web

/// What the server had the browser bring back (RFC 6749 §4.1.2).
package enum AuthorizationAnswer: Equatable {
  case code(String)
  case refused(OAuthRefusal)
  /// It answers another question, or none.
  case foreign

  /// Octets of a code at the most; Microsoft's have a thousand and more.
  private static let longestCode = 8192

  /// Reads the query of the address that the browser came to.
  ///
  /// - Parameter state: what was sent along.
  init(query: Substring, state: String) {
    let fields = WebForm.decoded(query)
    func field(_ name: String) -> String? { fields.first { $0.name == name }?.value }
    guard field("state") == state else {
      self = .foreign
      return
    }
    if let error = field("error") {
      self = .refused(
        OAuthRefusal(
          question: .authorization, error: clean(error, limit: 60),
          words: clean(field("error_description") ?? ""), status: 0))
    } else if let code = field("code"), Self.isCode(code) {
      self = .code(code)
    } else {
      self = .foreign
    }
  }

  /// Reads what a person pasted: the whole address, its query, or the code that a page showed. Nil where it is nothing of
  /// these; a code alone says nothing of the question, so the verifier alone ties it to that.
  package init?(pasted text: String, state: String) {
    let words = text.split { $0.isWhitespace }
    guard words.count == 1, let word = words.first else { return nil }
    if let question = word.firstIndex(of: "?") {
      let query = word[word.index(after: question)...]
      self.init(query: query.prefix { $0 != "#" }, state: state)
    } else if word.contains("code=") || word.contains("error=") {
      self.init(query: word, state: state)
    } else if Self.isCode(String(word)), !word.contains("://") {
      self = .code(String(word))
    } else {
      return nil
    }
  }

  private static func isCode(_ text: String) -> Bool {
    (1...longestCode).contains(text.utf8.count) && text.utf8.allSatisfy { (0x20..<0x7f).contains($0) }
  }
}
