import Reading

/// What an import reads that is no message by itself: mboxes, and lists of other fetchers.
enum MboxFuzzer {
  static func run(_ input: inout FuzzInput) throws {
    let format = MboxFormat.allCases[Int(input.octet()) % MboxFormat.allCases.count]
    let block = Int(input.octet()) + 1
    let text = Array(input.rest)
    try checkMbox(text, format, block)
    try checkWritten(text)
    for name in [".fetchids", "oldmail-pop.example.org-995-alice", "uidls"] { try checkList(name, text) }
  }

  private struct Found: Equatable {
    let message: MboxReader.Message
    let wire: [UInt8]
  }

  private static func window(_ text: [UInt8], block: Int) -> OctetWindow {
    OctetWindow(size: Int64(text.count), blockSize: block) { buffer, offset in
      let count = min(buffer.count, text.count - Int(offset))
      buffer.copyBytes(from: text[Int(offset)..<(Int(offset) + count)])
      return count
    }
  }

  private static func messages(_ text: [UInt8], _ format: MboxFormat, block: Int) throws -> [Found] {
    var reader = try MboxReader(window(text, block: block), format: format)
    var found: [Found] = []
    while let message = try reader.nextMessage() {
      var wire: [UInt8] = []
      try reader.read(message) { bytes in bytes.withUnsafeBytes { wire += $0 } }
      found.append(Found(message: message, wire: wire))
    }
    return found
  }

  private static func checkMbox(_ text: [UInt8], _ format: MboxFormat, _ block: Int) throws {
    let found = try messages(text, format, block: 1 << 16)
    var end: Int64 = 0
    for one in found {
      demand(one.message.start >= end, "messages lie one behind the other")
      demand(one.message.content.lowerBound > one.message.start, "a line begins each")
      demand(one.message.content.upperBound <= Int64(text.count), "nothing is behind the end")
      end = one.message.content.upperBound
      demand(one.wire.count <= 2 * one.message.content.count, "lines grow by a CR at most")
    }
    demand(try messages(text, format, block: block) == found, "where blocks end does not matter")
    let plain = found.filter { !$0.wire.contains(0x3E) }.map { ($0.message, $0.wire) }
    for (message, wire) in plain {
      let kept = text[Int(message.content.lowerBound)..<Int(message.content.upperBound)]
      guard !kept.contains(0x3E) else { continue }
      demand(wire.filter { $0 != 0x0D } == kept.filter { $0 != 0x0D }, "no octet of a message is lost")
    }
  }

  /// What an export writes is read back, but for line ends that an mbox cannot keep.
  private static func checkWritten(_ text: [UInt8]) throws {
    let parts = text.split(separator: 0, maxSplits: 3).map { Array($0) }
    var mbox: [UInt8] = []
    for part in parts {
      var encoder = MboxEncoder()
      mbox += Array("From alice@example.org Mon Nov 23 14:15:00 2026\n".utf8)
      mbox += encoder.encode(part.span.bytes) + encoder.finish()
    }
    let found = try messages(mbox, .mboxrd, block: 1 << 16)
    demand(found.count == parts.count, "an mbox has as many messages as were put into it")
    for (one, part) in zip(found, parts) {
      let expected = part.filter { $0 != 0x0D }
      let wire = one.wire.filter { $0 != 0x0D }
      demand(wire == expected || wire == expected + [0x0A], "each comes back")
    }
  }

  private static func checkList(_ name: String, _ text: [UInt8]) throws {
    var whole = window(text, block: 1 << 16)
    guard let list = try SeenList(named: name, &whole) else { return }
    _ = try list.read(&whole) { mailbox, uid in
      demand(!uid.isEmpty && uid.count <= 4_096, "a unique-id is something, and bounded")
      demand(!mailbox.name.isEmpty, "a mailbox has a name")
      _ = mailbox.isOf(user: "alice", host: "pop.example.org")
    }
  }
}
