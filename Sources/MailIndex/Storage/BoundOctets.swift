/// Holds the texts and blobs that a statement is bound to until it has run, so that SQLite need not copy each.
///
/// A row of a message has ten; for each SQLite would ask for memory and give it back. What does not fit is for
/// the caller to have copied.
struct BoundOctets: ~Copyable {
  /// More than a row of the index has: its columns are cut before.
  private static let capacity = 32_768

  private let memory = UnsafeMutableRawPointer.allocate(byteCount: Self.capacity, alignment: 8)
  private var used = 0

  deinit { memory.deallocate() }

  /// Keeps a copy of `octets` until `clear`, and says where it lies; nil: there is no room.
  mutating func keep(_ octets: UnsafeRawBufferPointer) -> UnsafeMutableRawPointer? {
    guard octets.count <= Self.capacity - used else { return nil }
    let place = memory + used
    if let start = octets.baseAddress { place.copyMemory(from: start, byteCount: octets.count) }
    used += octets.count
    return place
  }

  /// Lets go of all: the statement has run, and is bound anew before it runs again.
  mutating func clear() { used = 0 }
}
