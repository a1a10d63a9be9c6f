/// Writes a name into memory that has room for it: each message's name is written anew for each batch.
struct NameWriter {
  private let characters: UnsafeMutableRawBufferPointer
  /// Characters written so far.
  private(set) var count = 0

  init(_ characters: UnsafeMutableRawBufferPointer) { self.characters = characters }

  mutating func write(_ text: StaticString) {
    characters.baseAddress?.advanced(by: count).copyMemory(
      from: text.utf8Start, byteCount: text.utf8CodeUnitCount)
    count += text.utf8CodeUnitCount
  }

  mutating func write(_ tag: DeliveryTag) {
    count += tag.write(to: UnsafeMutableRawBufferPointer(rebasing: characters[count...]))
  }

  /// Writes the digits of a number that is not negative.
  mutating func write(_ number: Int64) {
    let start = count
    var rest = number.magnitude
    repeat {
      characters[count] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      count += 1
      rest /= 10
    } while rest > 0
    characters[start..<count].reverse()
  }
}
