import ArgumentParser

/// One thing to know for `init`: taken from an option, asked on the terminal where that says nothing.
struct Question {
  let option: String
  let text: String
  var proposal: String?
  /// What to do where nobody can be asked, as a sentence without its full stop.
  let remedy: String
  /// What is wrong with an answer, as the end of a sentence that begins with it.
  var problem: (String) -> String? = { _ in nil }

  /// What was given, or the first answer that nothing is wrong with.
  func answer(_ given: String? = nil) throws -> String {
    if let given {
      guard let problem = problem(given) else { return given }
      throw ValidationError("\(option) \(given.isEmpty ? "" : "\(given) ")\(problem).")
    }
    guard Prompt.isPossible else {
      throw ValidationError("\(remedy): there is no terminal to ask on.")
    }
    while true {
      let answer = try Prompt.answer(text, proposal: proposal)
      guard let problem = problem(answer) else { return answer }
      Output.note("\(answer.isEmpty ? "The answer" : answer) \(problem).")
    }
  }

  /// One detail of an answer, which cannot be empty.
  static func detail(_ text: String) throws -> String {
    try Question(option: "The answer", text: text, remedy: "", problem: { $0.isEmpty ? "is empty" : nil })
      .answer()
  }

  /// A question to be answered by yes or no, where there is a terminal.
  static func isAgreed(_ text: String) throws -> Bool {
    try Prompt.answer("\(text) (y/n)", proposal: "n").hasPrefix("y")
  }
}
