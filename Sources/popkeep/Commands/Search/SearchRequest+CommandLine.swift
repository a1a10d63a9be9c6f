import Reading

extension SearchRequest {
  /// Reads a command line of the usual form: `search`, words, and options with their values behind them, each as it is
  /// spelt in the help.
  ///
  /// To have every command and option described first, as ArgumentParser does, takes longer than a search. Whatever this
  /// does not know, it leaves: then that reads the same line, and says what is wrong with it.
  init?(_ arguments: [String]) {
    guard arguments.first == "search" else { return nil }
    self.init(words: [])
    var rest = arguments.dropFirst()
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("-"), argument != "-", !QueryArguments.isTerm(argument) else {
        words.append(argument)
        continue
      }
      guard set(argument) || set(argument, &rest) else { return nil }
    }
    if words.isEmpty || fault != nil { return nil }
  }

  private mutating func set(_ flag: String) -> Bool {
    switch flag {
    case "--json": json = true
    case "-q", "--quiet": quiet = true
    case "-v", "--verbose": verbose = true
    case "--files": files = true
    case "-0", "--null": null = true
    case "--count": count = true
    case "--threads": threads = true
    case "--no-snippets": noSnippets = true
    case "--copies": copies = true
    case _: return false
    }
    return true
  }

  private mutating func set(_ option: String, _ rest: inout ArraySlice<String>) -> Bool {
    guard let value = rest.popFirst(), !value.hasPrefix("-") else { return false }
    switch option {
    case "--archive": archive = value
    case "--config": config = value
    case "--limit":
      guard let number = Int(value) else { return false }
      limit = number
    case "--page":
      guard let number = Int(value) else { return false }
      page = number
    case "--sort":
      guard let order = SearchExtent.Order(rawValue: value) else { return false }
      sort = order
    case _: return false
    }
    return true
  }
}
