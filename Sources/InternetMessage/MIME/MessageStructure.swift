/// The parts of a message, found without decoding any of them.
public struct MessageStructure: Hashable, Sendable {
  /// In the order of the message, each before the parts within it; the first is the message itself.
  public var parts: [MessagePart]

  /// What is not as it should be, the most telling once each.
  public var defects: [MessageDefect]

  public init(parts: [MessagePart], defects: [MessageDefect] = []) {
    self.parts = parts
    self.defects = defects
  }

  /// The parts that have content of their own: all but multiparts.
  public var contents: [MessagePart] { parts.filter { !$0.isMultipart } }

  /// The parts right within the part at `index`.
  public func children(of index: Int) -> [Int] { parts.indices.filter { parts[$0].parent == index } }
}
