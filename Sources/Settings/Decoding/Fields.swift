/// The members of one object, read key by key; what is missing comes from the defaults behind it.
struct Fields {
  let file: String
  /// Where the object begins: where a missing key is reported.
  let position: TextPosition
  private let own: [String: JSONNode]
  private let inherited: [String: JSONNode]

  /// - Parameters:
  ///   - what: the object in words, such as `"an account"`.
  ///   - secret: true where a misplaced value could have become a key: it is then not quoted.
  init(
    _ node: JSONNode, of what: String, file: String, known: [KnownKey], secret: Bool = false,
    defaults: Fields? = nil
  ) throws(ConfigurationFailure) {
    self.file = file
    position = node.position
    inherited = defaults?.own ?? [:]
    guard case .object(let members) = node.value else {
      throw ConfigurationFailure(
        file: file, position: node.position,
        message: "\(what) is an object in { }, but \(node.value.kind) stands here")
    }
    for member in members {
      guard known.contains(where: { $0.name == member.key }) else {
        throw Self.unknown(member, of: what, file: file, known: known, secret: secret)
      }
    }
    own = Dictionary(members.map { ($0.key, $0.node) }) { first, _ in first }
  }

  private static func unknown(
    _ member: JSONMember, of what: String, file: String, known: [KnownKey], secret: Bool
  ) -> ConfigurationFailure {
    let names = known.map(\.name)
    let nearest = Spelling.nearest(member.key, in: names)
    let name = secret && nearest == nil ? "unknown key" : "unknown key \(quoted(member.key))"
    return ConfigurationFailure(
      file: file, position: member.position,
      message: nearest == nil ? "\(name); \(what) has \(names.joined(separator: ", "))" : name,
      suggestion: nearest)
  }

  /// The keys that the object itself has.
  var keys: [String] { own.keys.sorted() }

  /// True where the object itself has the key, and not only its defaults.
  func isOwn(_ key: String) -> Bool { own[key] != nil }

  func node(_ key: String) -> JSONNode? { own[key] ?? inherited[key] }

  func failure(_ message: String, at node: JSONNode? = nil, suggestion: String? = nil) -> ConfigurationFailure
  {
    ConfigurationFailure(
      file: file, position: node?.position ?? position, message: message, suggestion: suggestion)
  }

  func wrongType(_ key: String, needs: String, _ node: JSONNode) -> ConfigurationFailure {
    failure("\"\(key)\" needs \(needs), but \(node.value.kind) stands here", at: node)
  }
}

// The types that keys have. Each gives nil where the key is missing.
extension Fields {
  func flag(_ key: String) throws(ConfigurationFailure) -> Bool? {
    guard let node = node(key) else { return nil }
    guard case .bool(let flag) = node.value else {
      throw failure("\"\(key)\" needs true or false, but \(kindBesideFlags(node)) stands here", at: node)
    }
    return flag
  }

  private func kindBesideFlags(_ node: JSONNode) -> String {
    if case .text(let text) = node.value, text == "true" || text == "false" { return "\(text) in quotes" }
    return node.value.kind
  }

  func number(_ key: String, in range: ClosedRange<Int64>) throws(ConfigurationFailure) -> Int64? {
    guard let node = node(key) else { return nil }
    let end =
      range.upperBound == .max
      ? "from \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
    guard case .number(let number) = node.value else {
      throw wrongType(key, needs: "a whole number \(end)", node)
    }
    guard let number, range.contains(number) else {
      throw failure("\"\(key)\" needs a whole number \(end)", at: node)
    }
    return number
  }

  /// Text without control characters, at least one character long.
  func text(_ key: String, needs: String = "text") throws(ConfigurationFailure) -> String? {
    guard let node = node(key) else { return nil }
    guard case .text(let text) = node.value else { throw wrongType(key, needs: needs, node) }
    guard !text.isEmpty else { throw failure("\"\(key)\" is empty", at: node) }
    guard isPlain(text) else { throw failure("\"\(key)\" has a control character in it", at: node) }
    return text
  }

  /// One of the words of `Words`.
  func word<Word: CaseIterable & RawRepresentable<String>>(
    _ key: String, _ words: Word.Type
  ) throws(ConfigurationFailure) -> Word? {
    let names = Word.allCases.map(\.rawValue)
    let listed = list(names)
    guard let node = node(key), let text = try text(key, needs: listed) else { return nil }
    if let word = Word(rawValue: text) { return word }
    throw failure(
      "\"\(key)\" needs \(listed), not \(quoted(text))", at: node,
      suggestion: Spelling.nearest(text, in: names))
  }

  /// Per cent, 0 to `most`.
  func share(_ key: String, upTo most: Int) throws(ConfigurationFailure) -> Int? {
    let needs = "a share from \"0%\" to \"\(most)%\""
    guard let node = node(key), let text = try text(key, needs: needs) else { return nil }
    guard let share = Quantity.percent(text), share <= most else {
      throw failure("\"\(key)\" needs \(needs), not \(quoted(text))", at: node)
    }
    return share
  }

  /// A duration in seconds, `range` among them.
  func seconds(
    _ key: String, or other: String = "", from least: String, to most: String
  ) throws(ConfigurationFailure) -> Int64? {
    try quantity(
      key, "a duration such as \"90s\", \"5m\", \"12h\", \"30d\" or \"2w\"\(other)", from: least, to: most,
      Quantity.durationUnits, Quantity.seconds)
  }

  /// A size in octets, `range` among them.
  func octets(
    _ key: String, or other: String = "", from least: String, to most: String
  ) throws(ConfigurationFailure) -> Int64? {
    try quantity(
      key, "a size such as \"500KB\", \"25MB\" or \"1GiB\"\(other)", from: least, to: most,
      Quantity.sizeUnits,
      Quantity.octets)
  }

  private func quantity(
    _ key: String, _ needs: String, from least: String, to most: String,
    _ units: [(name: String, factor: Int64)], _ measure: (String) -> Int64?
  ) throws(ConfigurationFailure) -> Int64? {
    guard let node = node(key), let text = try text(key, needs: needs) else { return nil }
    guard let value = measure(text) else {
      throw failure(
        "\"\(key)\" needs \(needs), not \(quoted(text))", at: node,
        suggestion: Quantity.respelled(text, units))
    }
    guard value >= measure(least) ?? 0, value <= measure(most) ?? .max else {
      throw failure("\"\(key)\" lies between \"\(least)\" and \"\(most)\", not \(quoted(text))", at: node)
    }
    return value
  }
}

/// True where `text` has no control character and no line or paragraph separator.
func isPlain(_ text: String) -> Bool {
  !text.unicodeScalars.contains {
    $0.properties.generalCategory == .control || $0.value == 0x2028 || $0.value == 0x2029
  }
}

/// `"a", "b" or "c"`.
private func list(_ names: [String]) -> String {
  let words = names.map { "\"\($0)\"" }
  guard let last = words.last, words.count > 1 else { return words.first ?? "" }
  return words.dropLast().joined(separator: ", ") + " or " + last
}
