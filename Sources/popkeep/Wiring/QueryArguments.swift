import ArgumentParser

/// A word of a query on the command line.
///
/// `-draft` leaves out what has the word draft, and would be taken for options: such words are marked before the command
/// line is parsed, and the mark is taken off here.
struct QueryArgument: ExpressibleByArgument {
  let text: String

  init(argument: String) {
    text = argument.first == QueryArguments.mark ? String(argument.dropFirst()) : argument
  }
}

enum QueryArguments {
  /// No query has it.
  static let mark: Character = "\u{1}"

  /// Commands that take a query.
  private static let commands: Set<String> = ["export", "search"]

  /// Options of one letter that they have: what is made of other letters is no option.
  private static let letters = "qvh0"

  /// `arguments` with a mark before each word of a query that begins with `-`.
  static func marked(_ arguments: [String]) -> [String] {
    guard let command = arguments.first, commands.contains(command) else { return arguments }
    let end = arguments.firstIndex(of: "--") ?? arguments.count
    return arguments.enumerated().map { index, argument in
      index > 0 && index < end && isTerm(argument) ? "\(mark)\(argument)" : argument
    }
  }

  /// Whether it is a word of a query, though it begins with `-`.
  static func isTerm(_ argument: String) -> Bool {
    guard argument.hasPrefix("-"), !argument.hasPrefix("--"), argument.count > 1 else { return false }
    return !argument.dropFirst().allSatisfy(letters.contains)
  }
}
