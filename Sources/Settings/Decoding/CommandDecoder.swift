/// Reads a program and its arguments. No error here quotes them: an argument may hold a secret.
enum CommandDecoder {
  /// - Parameters:
  ///   - key: the key that the list stands behind, for errors.
  ///   - example: the list as it may stand there.
  static func words(
    in fields: Fields, _ node: JSONNode?, key: String = "command", example: String
  ) throws(ConfigurationFailure) -> [String] {
    let shape = "a list of the program and its arguments, such as \(example); no shell reads it"
    guard let node, case .array(let nodes) = node.value, !nodes.isEmpty else {
      throw fields.failure("\"\(key)\" needs \(shape)", at: node)
    }
    var arguments: [String] = []
    for element in nodes {
      guard case .text(let argument) = element.value, !argument.unicodeScalars.contains("\0") else {
        throw fields.failure("\"\(key)\" needs \(shape)", at: element)
      }
      arguments.append(argument)
    }
    guard let program = arguments.first, !program.isEmpty, isPlain(program) else {
      throw fields.failure("\"\(key)\" begins with no program", at: node)
    }
    guard !program.hasPrefix("~") else {
      throw fields.failure(
        "\"\(key)\" runs without a shell, which alone knows ~: write the program's whole path", at: node)
    }
    return arguments
  }
}
