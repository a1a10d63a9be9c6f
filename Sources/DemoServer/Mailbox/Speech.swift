/// What a made message says: subject and text, in its language.
struct Speech {
  private static let columns = 72
  private let plan: MessagePlan

  init(_ plan: MessagePlan) { self.plan = plan }

  /// The subject; a reply has that of the message which began its thread.
  var subject: String {
    guard let root = plan.thread.first else { return subject(plan.index) }
    return "Re: \(subject(root))"
  }

  /// Greeting, paragraphs and name; lines end with CRLF.
  var text: String {
    var random = plan.random(plan.index &+ 77)
    var lines = [plan.language.greeting, ""]
    // Each sentence once in its turn, so that a short letter repeats none.
    var sentences = random.shuffled(plan.language.sentences)
    for _ in 0...(1 + random.below(2)) {
      for _ in 0..<2 { sentences.append(sentences.removeFirst()) }
      lines += paragraph(sentences.suffix(2)) + [""]
    }
    if !plan.thread.isEmpty { lines += ["> \(plan.language.sentences[0])", ""] }
    lines += [plan.language.closing, plan.author.name]
    return lines.map { "\($0)\r\n" }.joined()
  }

  var html: String {
    let paragraphs = text.split(separator: "\r\n\r\n").map { "<p>\($0)</p>\r\n" }.joined()
    return
      "<!DOCTYPE html>\r\n<html><head><title>\(subject)</title></head>\r\n<body>\r\n\(paragraphs)</body></html>\r\n"
  }

  private func subject(_ index: Int) -> String {
    var random = plan.random(index &+ 31)
    return random.pick(plan.language.subjects)
  }

  private func paragraph(_ sentences: ArraySlice<String>) -> [String] {
    if !plan.language.hasBlanks { return Array(sentences) }
    var lines: [String] = []
    var line = ""
    for word in sentences.joined(separator: " ").split(separator: " ") {
      if line.count + word.count >= Self.columns {
        lines.append(line)
        line = ""
      }
      line += line.isEmpty ? String(word) : " \(word)"
    }
    return lines + [line]
  }
}
