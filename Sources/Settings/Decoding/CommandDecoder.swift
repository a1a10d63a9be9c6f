/// Reads a program and its arguments. No error here quotes them: an argument may hold a secret.
enum CommandDecoder {
  /// - Parameter example: the list as it may stand there.
  static func words(
    in fields: Fields, _ node: JSONNode?, example: String
  ) throws(ConfigurationFailure) -> [String] {
    let shape = "a list of the program and its arguments, such as \(example); no shell reads it"
    guard let node, case .array(let nodes) = node.value, !nodes.isEmpty else {
      throw fields.failure("\"command\" needs \(shape)", at: node)
    }
    var arguments: [String] = []
    for element in nodes {
      guard case .text(let argument) = element.value, !argument.unicodeScalars.contains("\0") else {
        throw fields.failure("\"command\" needs \(shape)", at: element)
      }
      arguments.append(argument)
    }
    guard let program = arguments.first, !program.isEmpty, isPlain(program) else {
      throw fields.failure("\"command\" begins with no program", at: node)
    }
    guard !program.hasPrefix("~") else {
      throw fields.failure(
        "\"command\" runs without a shell, which alone knows ~: write the program's whole path", at: node)
    }
    return arguments
  }
}
