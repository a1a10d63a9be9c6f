/// What a part is made of, as its header says it: `text/plain; charset=utf-8` (RFC 2045 §5).
public struct ContentType: Hashable, Sendable {
  /// In lower case: `text`.
  public var type: String

  /// In lower case: `plain`.
  public var subtype: String

  /// Names in lower case, values decoded (RFC 2231, RFC 2047), in the order of the header.
  public var parameters: [Parameter]

  public struct Parameter: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  public init(_ type: String, _ subtype: String, parameters: [Parameter] = []) {
    self.type = type
    self.subtype = subtype
    self.parameters = parameters
  }

  /// What a message or part without a usable Content-Type is (RFC 2045 §5.2).
  public static let plainText = ContentType("text", "plain")

  /// `text/plain`
  public var name: String { "\(type)/\(subtype)" }

  /// The first parameter of that lower-case name.
  public func parameter(_ name: String) -> String? { parameters.first { $0.name == name }?.value }
}
