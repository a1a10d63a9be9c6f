extension LogLine {
  /// The line as one JSON object: time, level, account, run, stage, message, then the other fields.
  var json: String {
    var pairs = ["\"time\":\"\(timestamp)\"", "\"level\":\"\(level.rawValue)\""]
    if let account { pairs.append("\"account\":\(Self.quoted(account))") }
    if let run { pairs.append("\"run\":\(run)") }
    if let stage { pairs.append("\"stage\":\(Self.quoted(stage))") }
    pairs.append("\"message\":\(Self.quoted(message))")
    pairs += fields.map { "\(Self.quoted($0.name)):\(Self.quoted($0.value))" }
    return "{\(pairs.joined(separator: ","))}"
  }

  /// Control characters are gone already; what is left to escape are these two.
  private static func quoted(_ text: String) -> String {
    "\"\(text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
  }
}
