import ArgumentParser

/// A command line in one option, cut into words as a shell would, but never given to a shell.
enum CommandWords {
  /// Words are parted by blanks; single quotes keep everything, double quotes everything but `\` before
  /// `"` and `\`; outside quotes `\` keeps the next character.
  static func split(_ line: String) throws -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    var characters = Array(line)[...]
    while let character = characters.popFirst() {
      switch (quote, character) {
      case ("'", "'"), ("\"", "\""): quote = nil
      case (nil, "'"), (nil, "\""):
        quote = character
        word = word ?? ""
      case (nil, "\\"), ("\"", "\\"):
        guard let next = characters.first else { throw ValidationError("The command ends with a \\.") }
        if quote == nil || next == "\"" || next == "\\" {
          characters.removeFirst()
          word = (word ?? "") + String(next)
        } else {
          word = (word ?? "") + "\\"
        }
      case (nil, " "), (nil, "\t"):
        if let done = word { words.append(done) }
        word = nil
      case _: word = (word ?? "") + String(character)
      }
    }
    guard quote == nil else { throw ValidationError("A quote in the command is not closed.") }
    if let word { words.append(word) }
    guard !words.isEmpty else { throw ValidationError("The command is empty.") }
    return words
  }
}
