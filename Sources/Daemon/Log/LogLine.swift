/// One line of the log: what happened, when, and to which account, run and stage.
///
/// Its text may come from a server: it is made one harmless line, and bounded, before anything is written.
package struct LogLine: Sendable {
  /// Seconds since 1970.
  package let time: Int64
  package let level: LogLevel
  package let account: String?
  package let run: Int?
  package let stage: String?
  /// What else is to be searched for, such as the class of a failure. The first eight count.
  package let fields: [(name: String, value: String)]
  package let message: String

  package init(
    _ level: LogLevel, _ message: String, time: Int64, account: String? = nil, run: Int? = nil,
    stage: String? = nil, fields: [(name: String, value: String)] = []
  ) {
    self.time = time
    self.level = level
    self.message = PlainText.line(message, limit: 2400)
    self.account = account.map { PlainText.line($0, limit: 240) }
    self.run = run
    self.stage = stage.map { PlainText.line($0, limit: 60) }
    self.fields = fields.prefix(8).map {
      (name: PlainText.line($0.name, limit: 40), value: PlainText.line($0.value, limit: 240))
    }
  }

  /// For people: `2026-11-26T14:15:00Z warning home run=12 stage=fetch class=network: the message`.
  var text: String { "\(timestamp) \(level.rawValue) \(content)" }

  /// The text without time and level, for readers that keep these themselves.
  var content: String {
    var parts: [String] = []
    if let account { parts.append(account) }
    if let run { parts.append("run=\(run)") }
    if let stage { parts.append("stage=\(Self.word(stage))") }
    parts += fields.map { "\($0.name)=\(Self.word($0.value))" }
    return parts.isEmpty ? message : "\(parts.joined(separator: " ")): \(message)"
  }

  /// The drive that it is about; nil: none.
  package var drive: String? { fields.first { $0.name == "drive" }?.value }

  /// The time as RFC 3339 writes it, in UTC.
  var timestamp: String { Timestamp.text(time) }

  /// A value that can be told from what follows it.
  private static func word(_ value: String) -> String {
    let isWord = !value.isEmpty && !value.utf8.contains { $0 == 0x20 || $0 == 0x22 || $0 == 0x3A }
    return isWord ? value : "\"\(value.replacing("\"", with: "'"))\""
  }
}
