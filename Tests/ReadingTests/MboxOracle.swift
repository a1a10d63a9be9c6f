/// Where messages of an mbox lie, as mimekit's own tests have it.
struct MboxOracle {
  let marker: Int64
  let begin: Int64
  let end: Int64

  /// The messages of a document: its members two blanks deep, whatever parts they have.
  static func messages(_ document: [UInt8]) -> [MboxOracle] {
    var messages: [MboxOracle] = []
    var members: [Substring: Int64] = [:]
    for line in String(decoding: document, as: UTF8.self).split(whereSeparator: \.isNewline) {
      if line == "  {" { members = [:] }
      if line.hasPrefix("  }"), let marker = members["mboxMarkerOffset"], let begin = members["beginOffset"],
        let end = members["endOffset"]
      {
        messages.append(MboxOracle(marker: marker, begin: begin, end: end))
      }
      guard line.hasPrefix("    \""), let colon = line.firstIndex(of: ":") else { continue }
      let name = line[..<colon].dropFirst(5).dropLast()
      members[name] = Int64(line[colon...].filter(\.isNumber))
    }
    return messages
  }
}
