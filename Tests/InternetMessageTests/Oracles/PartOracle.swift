import InternetMessage

/// A part as another library sees it, and as it is seen here, in one line.
///
/// What the library has no opinion on stays out.
struct PartOracle {
  let depth: Int
  let type: String
  var filename: String?

  /// Where the header begins, the content begins and ends.
  var offsets: [Int]?

  var line: String {
    [
      "\(depth)", type.lowercased(), filename.map { "\"\($0)\"" }, offsets.map { "\($0)" },
    ].compactMap { $0 }.joined(separator: " ")
  }

  init(depth: Int, type: String, filename: String? = nil, offsets: [Int]? = nil) {
    self.depth = depth
    self.type = type
    self.filename = filename
    self.offsets = offsets
  }

  init(_ part: MessagePart) {
    self.init(depth: part.depth, type: part.type.name, filename: part.filename)
  }

  /// With offsets, or with neither them nor a name.
  init(_ part: MessagePart, withOffsets: Bool) {
    let offsets = [part.header.lowerBound, part.body.lowerBound, part.body.upperBound]
    self.init(depth: part.depth, type: part.type.name, offsets: withOffsets ? offsets : nil)
  }
}

extension Agreement {
  /// Compares trees, a part at a time; one that only we see counts too.
  mutating func compare(_ message: String, _ theirs: [PartOracle], _ ours: [PartOracle]) {
    for index in 0..<max(theirs.count, ours.count) {
      compare(
        message, "parts", index < theirs.count ? theirs[index].line : "none",
        index < ours.count ? ours[index].line : "none")
    }
  }
}
