/// Someone who writes to the made mailbox.
struct Person: Sendable {
  let name: String
  let address: String
}

/// What is said in one language, and how mail in it is often sent.
struct Language: Sendable {
  /// The charset of its texts.
  let charset: String
  /// The zone of its writers.
  let minutesEast: Int
  /// False where words stand without blanks: such lines are not wrapped.
  var hasBlanks = true
  let people: [Person]
  let greeting: String
  let closing: String
  let subjects: [String]
  let sentences: [String]

  static let all = european + eastern + asian
}
