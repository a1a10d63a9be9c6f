import Fetching
import Settings

extension Configuration {
  /// The accounts of these names, each once; of no names: all that are enabled.
  func chosen(_ names: [String]) throws -> [Account] {
    guard names.isEmpty else {
      var seen: Set<String> = []
      return try names.filter { seen.insert($0).inserted }.map(known)
    }
    let enabled = accounts.filter(\.enabled)
    guard !enabled.isEmpty else {
      throw Failure(
        .configuration, "The configuration has no account that is enabled.",
        hint: "Add one with 'popkeep init alice@example.org --host HOST'.")
    }
    return enabled
  }

  private func known(_ name: String) throws -> Account {
    if let account = account(named: name) { return account }
    let names = accounts.map(\.name).joined(separator: ", ")
    throw Failure(
      .configuration, "There is no account \"\(name)\" in the configuration.",
      hint: "It has: \(names.isEmpty ? "none" : names).")
  }
}
