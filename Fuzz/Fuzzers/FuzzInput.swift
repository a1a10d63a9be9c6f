/// The octets that libFuzzer made up, taken from the front as numbers, texts and cuts; what is left is data.
struct FuzzInput {
  private(set) var rest: ArraySlice<UInt8>

  init(_ octets: [UInt8]) { rest = octets[...] }

  /// The next octet; 0 where none is left, so that a short input means something too.
  mutating func octet() -> UInt8 { rest.popFirst() ?? 0 }

  mutating func flag() -> Bool { octet() & 1 == 1 }

  /// A number of eight octets or fewer: how many, then they.
  mutating func integer() -> Int64 {
    let count = Int(octet() % 9)
    let octets = rest.prefix(count)
    rest = rest.dropFirst(count)
    return Int64(bitPattern: octets.reduce(0) { $0 << 8 | UInt64($1) })
  }

  /// Octets with their number before them.
  mutating func octets() -> [UInt8] {
    let count = Int(octet())
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  mutating func text() -> String { String(decoding: octets(), as: UTF8.self) }

  /// One of `all`.
  mutating func choice<Value>(_ all: [Value]) -> Value { all[Int(octet()) % all.count] }

  /// Ways to cut data: whole, octet by octet, and as the input says.
  mutating func cuts() -> [Cuts] {
    let count = Int(octet() % 8)
    let sizes = rest.prefix(count).map { Int($0) + 1 }
    rest = rest.dropFirst(count)
    return [Cuts(sizes: [.max]), Cuts(sizes: [1])] + (sizes.isEmpty ? [] : [Cuts(sizes: sizes)])
  }
}

/// Sizes of pieces, repeated until the data is used up.
struct Cuts {
  let sizes: [Int]

  func forEachPiece(of data: [UInt8], _ body: (RawSpan) throws -> Void) rethrows {
    try forEachSpan(of: data) { try body($0.bytes) }
  }

  func forEachSpan(of data: [UInt8], _ body: (Span<UInt8>) throws -> Void) rethrows {
    var start = 0
    var turn = 0
    while start < data.count {
      let count = min(sizes[turn % sizes.count], data.count - start)
      turn += 1
      // A copy of its own: whoever reads beyond a piece is caught.
      let piece = Array(data[start..<start + count])
      try body(piece.span)
      start += count
    }
  }
}
