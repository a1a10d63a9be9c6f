/// The names of a list, no two of which may be the same or differ only in case.
struct DistinctNames {
  /// What the list is of, such as `account`.
  let what: String
  private var lines: [String: (name: String, line: Int)] = [:]

  init(of what: String) { self.what = what }

  /// Takes the name of the element that `fields` are of.
  mutating func add(_ name: String, of fields: Fields) throws(ConfigurationFailure) {
    let node = fields.node("name")
    if let first = lines[name.lowercased()] {
      throw fields.failure(duplicate(name, of: first.name, line: first.line), at: node)
    }
    lines[name.lowercased()] = (name, (node?.position ?? fields.position).line)
  }

  private func duplicate(_ name: String, of first: String, line: Int) -> String {
    name == first
      ? "a second \(what) has the name \(quoted(name)); the first is in line \(line)"
      : "the \(what) \(quoted(name)) differs from \(quoted(first)) in line \(line) only in case, which some file systems do not see"
  }
}
