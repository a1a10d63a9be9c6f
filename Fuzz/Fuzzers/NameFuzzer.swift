import Maildir

/// Names of files: popkeep's own are read back, in one spelling, and all others are somebody else's.
enum NameFuzzer {
  static func run(_ input: inout FuzzInput) throws {
    let (arrival, counter, size, wireSize) = (
      input.integer(), Int(truncatingIfNeeded: input.integer()), input.integer(), input.integer()
    )
    let tagOctets = Array((Array(input.rest.prefix(10)) + [UInt8](repeating: 7, count: 10)).prefix(10))
    guard let tag = DeliveryTag(bytes: tagOctets) else { fatalError("ten octets are a tag") }
    demand(tag.bytes == tagOctets, "a tag keeps its octets")
    demand(DeliveryTag(text: tag.text) == tag, "a tag reads back")
    let name = MessageName(
      arrival: arrival, tag: tag, counter: counter, size: max(0, size),
      wireSize: wireSize < 0 ? nil : wireSize)
    demand(MessageName(parsing: name.text) == name, "a name reads back")
    demand(name.next != name && MessageName(parsing: name.next.text)?.tag == tag, "the next name is another")
    for flags in [nil, "", "S", String(decoding: input.rest.suffix(5), as: UTF8.self)] {
      let file = StoredFile(folder: ".", place: .cur, base: name.text, flags: flags, separator: .colon)
      demand(file.name == name, "flags do not change whose file it is")
    }
    let text = String(decoding: input.rest, as: UTF8.self)
    if let tag = DeliveryTag(text: text) { demand(tag.text == text, "a tag has one spelling") }
    if let found = MessageName(parsing: text) {
      demand(found.text.utf8.elementsEqual(text.utf8), "a name has one spelling")
      demand(found.arrival >= 0 && found.size >= 0 && found.wireOctets >= 0, "no size or time is negative")
    }
  }
}
