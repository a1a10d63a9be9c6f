/// One value of a JSON text and where it begins.
struct JSONNode: Sendable {
  let value: JSONValue
  let position: TextPosition
}

/// What a JSON value can be.
enum JSONValue: Sendable {
  case null
  case bool(Bool)
  /// A number; nil where it is no whole number of 64 bits, which no key of ours takes.
  case number(Int64?)
  case text(String)
  case array([JSONNode])
  case object([JSONMember])

  /// The value's kind in words, as an error names it.
  var kind: String {
    switch self {
    case .null: "null"
    case .bool: "true or false"
    case .number: "a number"
    case .text: "text"
    case .array: "a list"
    case .object: "an object"
    }
  }
}

/// A key and its value, in the order of the text.
struct JSONMember: Sendable {
  let key: String
  let position: TextPosition
  let node: JSONNode
}
