/// What a server says, asked without popkeep.
extension EnclosedServer {
  /// How many messages it has, by STAT.
  package func count(password: String) throws -> Int {
    let lines = LoopbackProbe.answers(
      ["USER alice", "PASS \(password)", "STAT", "QUIT"], port: ports.pop3)
    let words = lines.dropFirst(3).first?.split(separator: " ") ?? []
    guard words.first == "+OK", words.count >= 3, let count = Int(words[1]) else {
      throw Failure(description: "\(kind) counts no messages: \(lines) \(try log())")
    }
    return count
  }
}
