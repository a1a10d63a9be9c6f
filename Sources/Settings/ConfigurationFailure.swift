/// What is wrong with a configuration file, where, and what was probably meant.
package struct ConfigurationFailure: Error, Sendable, Equatable, CustomStringConvertible {
  /// The file as the user named it.
  package let file: String
  /// Where in the file; nil where the file as a whole is meant.
  package let position: TextPosition?
  /// One sentence without its full stop; never a secret, never a control character.
  package let message: String
  /// The nearest right spelling of a key or word.
  package let suggestion: String?

  package init(file: String, position: TextPosition?, message: String, suggestion: String? = nil) {
    self.file = file
    self.position = position
    self.message = message
    self.suggestion = suggestion
  }

  /// Line in the file, from 1.
  package var line: Int? { position?.line }

  /// `config.json:12: unknown key "onserver"; did you mean "onServer"?`
  package var description: String {
    let place = printable(file, limit: 400) + (position.map { ":\($0.line)" } ?? "")
    return "\(place): \(message)" + (suggestion.map { "; did you mean \"\($0)\"?" } ?? "")
  }
}

/// A place in a text: line and column from 1, the column in characters.
package struct TextPosition: Sendable, Equatable {
  package let line: Int
  package let column: Int

  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }
}
