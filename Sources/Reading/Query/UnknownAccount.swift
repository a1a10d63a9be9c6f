/// A name that no account of the archive has.
package struct UnknownAccount: Error, Equatable, Sendable {
  let name: String
  /// The names of those that there are.
  let known: [String]

  package init(_ name: String, known: [String]) {
    self.name = name
    self.known = known
  }

  /// A sentence.
  package var message: String { "The archive has no account \"\(name)\"." }

  /// Another one: what was meant, or could be.
  package var hint: String {
    if let near = NearWord.nearest(name, in: known) { return "Did you mean \"\(near)\"?" }
    return "It has: \(known.isEmpty ? "none" : known.joined(separator: ", "))."
  }
}
