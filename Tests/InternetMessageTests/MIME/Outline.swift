import InternetMessage

/// A message's structure as lines of text, with the content of parts that have one.
struct Outline {
  let structure: MessageStructure
  let parts: [String]

  var defects: [MessageDefect] { structure.defects }

  init(_ message: String) { self.init(Array(message.utf8)) }

  init(_ message: [UInt8]) {
    let structure = MessageStructure(reading: message)
    self.structure = structure
    parts = structure.parts.map { part in
      let content = String(decoding: message[part.body], as: UTF8.self)
      return "\(part.path.isEmpty ? "-" : part.path) \(part.type.name)"
        + (part.isMultipart ? "" : " |\(content)|")
    }
  }
}

/// Reads a structure of pieces of that size.
func structure(of message: [UInt8], inPiecesOf size: Int) -> MessageStructure {
  var reader = StructureReader()
  var start = 0
  while start < message.count {
    reader.append(message[start..<min(start + size, message.count)].span)
    start += size
  }
  return reader.finish()
}
