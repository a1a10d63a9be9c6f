extension MessageStructure {
  /// What a text is for.
  public enum TextUse: Sendable {
    /// A person reads it.
    case reading
    /// Its words are searched for.
    case search
  }

  /// The parts whose text is the message's text, in order.
  ///
  /// Of a multipart/alternative that is plain text where there is some, else HTML; of a multipart/related its root; of
  /// others all text that is no attachment, also that of enclosed messages.
  public func textParts(for use: TextUse) -> [Int] {
    // A line end and some blanks are no text.
    textParts(for: use) { parts[$0].body.count <= 4 }
  }

  /// As `textParts(for:)`, with an opinion on plain text that has an alternative: where there is nothing to read in it,
  /// as in mail whose HTML alone was filled in, the next one is taken.
  public func textParts(for use: TextUse, isBlank: (Int) throws -> Bool) rethrows -> [Int] {
    guard !parts.isEmpty else { return [] }
    let choice = TextChoice(self, use)
    return try choice.texts(of: 0, isBlank)
  }
}

/// Chooses among the parts of a message those that make up its text.
struct TextChoice {
  private let parts: [MessagePart]
  private let use: MessageStructure.TextUse
  private let children: [[Int]]

  init(_ structure: MessageStructure, _ use: MessageStructure.TextUse) {
    parts = structure.parts
    self.use = use
    var children = [[Int]](repeating: [], count: structure.parts.count)
    for (index, part) in structure.parts.enumerated() {
      if let parent = part.parent, parent < index { children[parent].append(index) }
    }
    self.children = children
  }

  /// Structures are a hundred levels deep at most, and so is this call.
  func texts(of index: Int, _ isBlank: (Int) throws -> Bool) rethrows -> [Int] {
    let part = parts[index]
    if part.isMultipart {
      switch part.type.subtype {
      case "alternative": return try alternative(of: index, isBlank)
      case "related": return try root(of: index).map { try texts(of: $0, isBlank) } ?? []
      default: return try children[index].flatMap { try texts(of: $0, isBlank) }
      }
    }
    if part.isMessage { return try children[index].flatMap { try texts(of: $0, isBlank) } }
    return isText(index) ? [index] : []
  }

  private func isText(_ index: Int) -> Bool {
    let part = parts[index]
    if part.type.name == "message/delivery-status" { return use == .search || isFirst(index) }
    // The header of a message that came back.
    if part.type.name == "text/rfc822-headers" { return use == .search }
    return part.type.type == "text" && !part.isAttachment
  }

  /// Whether nothing stands before it in its multipart: some reports put there what people should read.
  private func isFirst(_ index: Int) -> Bool {
    parts[index].parent.map { children[$0].first == index } ?? true
  }

  /// The best of several forms of the same text: plain, else HTML, else the last that is text at all.
  private func alternative(
    of index: Int, _ isBlank: (Int) throws -> Bool
  ) rethrows -> [Int] {
    var html: [Int] = []
    var other: [Int] = []
    for child in children[index] {
      let texts = try texts(of: child, isBlank)
      if try texts.contains(where: { try parts[$0].type.name == "text/plain" && !isBlank($0) }) {
        return texts
      }
      if html.isEmpty, texts.contains(where: { parts[$0].type.name == "text/html" }) { html = texts }
      if !texts.isEmpty { other = texts }
    }
    return html.isEmpty ? other : html
  }

  /// The part that the others of a multipart/related belong to (RFC 2387 §3.2).
  private func root(of index: Int) -> Int? {
    if let start = parts[index].type.parameter("start") {
      let id = start.drop { $0 == "<" || $0 == " " }.prefix { $0 != ">" }
      if let named = children[index].first(where: { parts[$0].contentID.map { $0 == id } ?? false }) {
        return named
      }
    }
    return children[index].first
  }
}
