/// The name of a message that popkeep delivered, without the flags: all that the file alone can tell of it.
///
/// `1763901234.k3v5x2m4p7q6r3sj.popkeep,S=2345,W=2401`: arrival, tag, the fixed word, size on disk, size on
/// the wire. Without `W` the file holds the message as it came. A second message whose name would be the same
/// has a counter: `1763901234.k3v5x2m4p7q6r3sj_2.popkeep,…`.
public struct MessageName: Hashable, Sendable, CustomStringConvertible {
  /// Seconds since 1970, UTC; never negative.
  public let arrival: Int64
  public let tag: DeliveryTag
  /// 0: the name has no counter. 1 is not used: the second of a name is number 2.
  public let counter: Int
  /// Octets of the file.
  public let size: Int64
  /// Octets of the message with CRLF line ends; nil where the file holds it as it came.
  public let wireSize: Int64?

  public init(arrival: Int64, tag: DeliveryTag, counter: Int = 0, size: Int64, wireSize: Int64?) {
    self.arrival = max(0, arrival)
    self.tag = tag
    self.counter = counter < 2 ? 0 : counter
    self.size = size
    self.wireSize = wireSize
  }

  /// The name that `text` gives, and nothing else: a name written in any other way is not popkeep's.
  public init?(parsing base: String) {
    let parts = base.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 3, let arrival = Int64(Substring(parts[0])) else { return nil }
    let stamp = parts[1].split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
    guard let tag = stamp.first.flatMap({ DeliveryTag(text: Substring($0)) }), stamp.count < 3 else {
      return nil
    }
    let counter = stamp.count == 2 ? Int(Substring(stamp[1])) : 0
    let fields = parts[2].split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
    guard let counter, fields.count == 2 || fields.count == 3, let size = Self.value(of: "S=", fields[1])
    else { return nil }
    let wireSize = fields.count == 3 ? Self.value(of: "W=", fields[2]) : nil
    self.init(arrival: arrival, tag: tag, counter: counter, size: size, wireSize: wireSize)
    // One spelling only: no sign, no leading zero, no field left out.
    guard text == base else { return nil }
  }

  private static func value(of key: String, _ field: some Collection<UInt8>) -> Int64? {
    guard field.starts(with: key.utf8) else { return nil }
    return Int64(String(decoding: field.dropFirst(key.utf8.count), as: UTF8.self)).flatMap {
      $0 < 0 ? nil : $0
    }
  }

  /// Octets of the message on the wire.
  public var wireOctets: Int64 { wireSize ?? size }

  public var text: String {
    // Four numbers of at most 19 digits each, the tag, and what stands between them.
    String(unsafeUninitializedCapacity: 128) { characters in
      var writer = NameWriter(UnsafeMutableRawBufferPointer(characters))
      writer.write(arrival)
      writer.write(".")
      writer.write(tag)
      if counter != 0 {
        writer.write("_")
        writer.write(Int64(counter))
      }
      writer.write(".popkeep,S=")
      writer.write(size)
      if let wireSize {
        writer.write(",W=")
        writer.write(wireSize)
      }
      return writer.count
    }
  }

  public var description: String { text }

  /// The name to take where this one is taken. After some in turn it is drawn: whoever sends thousands of
  /// messages that want the same name does not make popkeep count through them all each time.
  public var next: MessageName {
    let counter = counter < 16 ? max(2, counter + 1) : Int.random(in: 1_000..<1_000_000_000)
    return MessageName(arrival: arrival, tag: tag, counter: counter, size: size, wireSize: wireSize)
  }
}
