/// A list of the unique-ids that another fetcher has fetched, read line by line.
package struct SeenList {
  package enum Writer: String, Sendable {
    /// `.fetchids`: a mailbox and a unique-id a line.
    case fetchmail
    /// `oldmail-HOST-PORT-USER`: a unique-id, a NUL and a time a line.
    case getmail
    /// Lists behind lines ` COUNT HOST USER`.
    case mpop
  }

  private static let lineLimit = 4_096
  private static let nameLimit = 256

  package let writer: Writer
  private let name: String

  /// Nil where the file is no such list.
  ///
  /// - Parameter name: the file's name, by which lists of getmail are known.
  package init?(named name: String, _ window: inout OctetWindow) throws {
    self.name = name
    var lines: [[UInt8]] = []
    try window.forEachLine(limit: Self.lineLimit) { line in
      lines.append(line)
      return lines.count < 32
    }
    guard let writer = Self.writer(name, lines) else { return nil }
    self.writer = writer
  }

  private static func writer(_ name: String, _ lines: [[UInt8]]) -> Writer? {
    if name.hasPrefix("oldmail-"), lines.allSatisfy({ $0.isEmpty || getmail($0) != nil }) { return .getmail }
    let content = lines.drop { $0.first == 0x23 }
    if let first = content.first, mpop(first) != nil { return .mpop }
    if !lines.isEmpty, content.isEmpty, String(decoding: lines[0], as: UTF8.self).contains(" by mpop ") {
      return .mpop
    }
    let filled = lines.filter { !$0.isEmpty }
    if name.contains("fetchids") || !filled.isEmpty, filled.allSatisfy({ fetchmail($0) != nil }) {
      return .fetchmail
    }
    return nil
  }

  /// Hands out each unique-id with the mailbox that it is of.
  ///
  /// - Returns: how many lines made no sense.
  package func read(
    _ window: inout OctetWindow, _ body: (SeenMailbox, [UInt8]) throws -> Void
  ) throws -> Int {
    switch writer {
    case .fetchmail:
      return try forEach(&window) { line in
        guard let entry = Self.fetchmail(line) else { return false }
        try body(entry.mailbox, entry.uid)
        return true
      }
    case .getmail:
      let mailbox = SeenMailbox(getmail: String(name.dropFirst("oldmail-".count)))
      return try forEach(&window) { line in
        guard let uid = Self.getmail(line) else { return false }
        try body(mailbox, uid)
        return true
      }
    case .mpop: return try readMpop(&window, body)
    }
  }

  private func forEach(_ window: inout OctetWindow, _ body: ([UInt8]) throws -> Bool) throws -> Int {
    var malformed = 0
    try window.forEachLine(limit: Self.lineLimit) { line in
      if try !line.isEmpty && !body(line) { malformed += 1 }
      return true
    }
    return malformed
  }

  private func readMpop(
    _ window: inout OctetWindow, _ body: (SeenMailbox, [UInt8]) throws -> Void
  ) throws -> Int {
    var list: (left: Int, mailbox: SeenMailbox)?
    var hasBegun = false
    return try forEach(&window) { line in
      if !hasBegun, line.first == 0x23 { return true }
      hasBegun = true
      if let current = list, current.left > 0, line.first != 0x20 {
        list?.left -= 1
        try body(current.mailbox, line)
        return true
      }
      list = Self.mpop(line)
      return list != nil
    }
  }

  /// `alice@pop.example.org 1234`: the first blank behind the first `@` ends the mailbox, since users may have blanks in
  /// their names, and unique-ids an `@`.
  private static func fetchmail(_ line: [UInt8]) -> (mailbox: SeenMailbox, uid: [UInt8])? {
    let text = line.drop { $0 == 0x20 || $0 == 0x09 }
    guard let at = text.firstIndex(of: 0x40), let blank = text[at...].firstIndex(of: 0x20) else { return nil }
    let uid = Array(text[(blank + 1)...])
    guard isUniqueID(uid), let last = text[..<blank].lastIndex(of: 0x40), last > text.startIndex,
      last + 1 < blank,
      blank - text.startIndex <= nameLimit
    else { return nil }
    return (SeenMailbox(user: string(text[..<last]), host: string(text[(last + 1)..<blank])), uid)
  }

  /// A unique-id, a NUL, digits.
  private static func getmail(_ line: [UInt8]) -> [UInt8]? {
    guard let end = line.firstIndex(of: 0) else { return nil }
    let uid = Array(line[..<end])
    let time = line[(end + 1)...]
    return isUniqueID(uid) && !time.isEmpty && time.allSatisfy { (0x30...0x39).contains($0) } ? uid : nil
  }

  /// ` 12 pop.example.org alice`
  private static func mpop(_ line: [UInt8]) -> (left: Int, mailbox: SeenMailbox)? {
    guard line.first == 0x20, line.count <= 2 * nameLimit else { return nil }
    let words = line.dropFirst().split(separator: 0x20, omittingEmptySubsequences: false)
    guard words.count == 3, words.allSatisfy({ !$0.isEmpty }), let count = Int(string(words[0])), count > 0
    else {
      return nil
    }
    return (count, SeenMailbox(user: string(words[2]), host: string(words[1])))
  }

  /// No blank and no control octet (RFC 1939 §7), of any octets else: servers send what they like.
  private static func isUniqueID(_ octets: [UInt8]) -> Bool {
    !octets.isEmpty && octets.allSatisfy { $0 > 0x20 && $0 != 0x7F }
  }

  private static func string(_ octets: ArraySlice<UInt8>) -> String {
    String(decoding: octets, as: UTF8.self)
  }
}
