/// One thing that was asked or tried, and what came of it, for those who want to see.
package struct Step: Sendable, Equatable {
  package let what: String
  package let outcome: String
  /// True where this machine lacks something, so that whole sources say nothing.
  package let isLack: Bool

  package init(_ what: String, _ outcome: String, isLack: Bool = false) {
    self.what = what
    self.outcome = outcome
    self.isLack = isLack
  }
}
