/// The parts of a message as its lines come: which are open, and what begins, ends or is passed over at each line.
///
/// Bounded: parts, how deep they lie, and what is kept of headers (``PartHeader``).
struct PartTree {
  /// The parts that are told apart, at most.
  static let partLimit = 10_000

  /// How deep parts may lie within each other.
  static let depthLimit = 100

  enum Place {
    /// Lines are those of a part's header.
    case header
    /// A multipart has begun that names no boundary: lines may show one.
    case unnamed
    /// Lines matter where they start with two hyphens.
    case body
    /// No boundary can come any more.
    case rest
  }

  private(set) var place = Place.header
  private var parts: [MessagePart] = []
  private var open: [OpenPart] = []
  private var delimiters = Delimiters()
  private var header = PartHeader(at: 0)
  private var values = PartValues()
  private var defects = DefectSet()

  /// What may be the first delimiter of a multipart that names no boundary.
  private var guess: (boundary: [UInt8], next: Int)?

  /// A part begins at `offset`, with its header.
  mutating func begin(at offset: Int) {
    header = PartHeader(at: offset)
    // Of what is not in a multipart, a line without a name may come first: mbox has `From alice…`.
    header.mayStartBadly = open.last?.isMultipart != true
    place = .header
  }

  /// Takes the next line that matters at this place, without its LF; `next` is where the line after it begins.
  mutating func take(_ line: Span<UInt8>, from start: Int, next: Int, lineEndBefore: Int) {
    if line.startsWithHyphens, takeDelimiter(line, start, next, lineEndBefore) { return }
    if place == .unnamed { takeUnnamed(line, next) }
    guard place == .header else { return }
    switch header.take(line, from: start) {
    case .more: break
    case .end: endHeader(fields: start, body: next)
    case .body(let bodyStart): endHeader(fields: bodyStart, body: bodyStart)
    }
  }

  /// The message ends at `offset`.
  mutating func finish(at offset: Int) -> MessageStructure {
    if place == .header, parts.isEmpty || offset > header.start {
      endHeader(fields: offset, body: offset)
    }
    close(downTo: 0, at: offset)
    return MessageStructure(parts: parts, defects: defects.defects)
  }
}

extension PartTree {
  /// Whether the line was a delimiter of an open multipart, or of the one whose header is not at its end.
  private mutating func takeDelimiter(
    _ line: Span<UInt8>, _ start: Int, _ next: Int, _ lineEndBefore: Int
  ) -> Bool {
    var found = delimiters.match(line)
    if place == .header {
      if found == nil, let boundary = header.boundary(), Delimiters.matches(line, boundary) {
        endHeader(fields: start, body: start)
        defects.insert(.noBlankLine)
        found = delimiters.match(line)
      } else if found != nil, !parts.isEmpty {
        endCutHeader(at: start, lineEndBefore)
      }
    }
    guard let found else { return false }
    if !found.isLast, parts.count >= Self.partLimit {
      defects.insert(.tooManyParts)
      place = .rest
      return true
    }
    close(downTo: found.level + 1, at: start - lineEndBefore)
    if found.isLast {
      open[found.level].isClosed = true
      delimiters.remove(atLevel: found.level)
      place = delimiters.isEmpty ? .rest : .body
    } else {
      begin(at: next)
    }
    return true
  }

  /// A delimiter stands where a header has no end yet. Right behind another one there is no part between them.
  private mutating func endCutHeader(at start: Int, _ lineEndBefore: Int) {
    guard start > header.start else { return }
    let end = max(header.start, start - lineEndBefore)
    endHeader(fields: end, body: end)
  }

  /// A line of two hyphens and something, with a field behind it that parts have, is the delimiter of a multipart whose
  /// boundary was lost.
  private mutating func takeUnnamed(_ line: Span<UInt8>, _ next: Int) {
    if line.startsWithHyphens {
      guess = Delimiters.boundary(line).map { ($0, next) }
    } else if let (boundary, start) = guess {
      guess = nil
      guard let name = line.fieldName(0..<line.count), name.nameEnd > 8, line.spells("content-", at: 0..<8)
      else { return }
      delimiters.add(boundary, atLevel: open.count - 1)
      begin(at: start)
    }
  }

  private mutating func endHeader(fields: Int, body: Int) {
    let end = header.finish(fields: fields, body: body)
    defects.formUnion(header.defects)
    let parent = open.last
    let index = parts.count
    parts.append(
      MessagePart(
        path: "", parent: parent?.index, depth: open.count, header: header.start..<end.fields,
        body: end.body..<end.body))
    if parent?.isDigest == true { parts[index].type = ContentType("message", "rfc822") }
    let boundary = values.describe(&parts[index], by: header, &defects)
    place(index, within: parent)
    let opened = OpenPart(parts[index], index: index, hasBoundary: boundary != nil)
    open.append(opened)
    enter(opened, boundary, at: end.body)
  }

  /// Numbers the part (RFC 3501 §6.4.5).
  private mutating func place(_ index: Int, within parent: OpenPart?) {
    let isMultipart = parts[index].isMultipart
    guard let parent else {
      parts[index].path = isMultipart ? "" : "1"
      return
    }
    open[open.count - 1].children += 1
    let around = parts[parent.index].path
    if parent.isMultipart {
      let number = String(parent.children + 1)
      parts[index].path = around.isEmpty ? number : around + "." + number
      parts[index].isRelated = parent.isRelated && parent.children > 0
      parts[index].isReported = parent.isReport
    } else {
      parts[index].path = isMultipart ? around : around + ".1"
    }
  }

  /// What comes next is within the part whose header ended.
  private mutating func enter(_ part: OpenPart, _ boundary: [UInt8]?, at body: Int) {
    place = delimiters.isEmpty ? .rest : .body
    guard part.isMultipart || part.holdsMessage else { return }
    if open.count > Self.depthLimit || parts.count >= Self.partLimit {
      defects.insert(.tooManyParts)
    } else if part.holdsMessage {
      begin(at: body)
    } else if let boundary {
      delimiters.add(boundary, atLevel: open.count - 1)
      place = .body
    } else {
      defects.insert(.noBoundaryParameter)
      guess = nil
      place = .unnamed
    }
  }

  /// Ends the parts from `level` inwards.
  private mutating func close(downTo level: Int, at end: Int) {
    while open.count > level {
      let last = open.removeLast()
      delimiters.remove(atLevel: open.count)
      let start = parts[last.index].body.lowerBound
      // Where a delimiter follows the blank line, that line is its line end, and there is no content.
      parts[last.index].body = min(start, end)..<end
      guard last.isMultipart else { continue }
      if last.children == 0 {
        giveContent(last)
      } else if !last.isClosed {
        defects.insert(.noClosingBoundary)
      }
    }
  }

  /// A multipart without parts has text, which would be seen by nobody: it becomes a part.
  private mutating func giveContent(_ multipart: OpenPart) {
    let around = parts[multipart.index]
    if multipart.hasBoundary { defects.insert(.noBoundary) }
    guard !around.body.isEmpty else { return }
    let start = around.body.lowerBound
    let path = around.path.isEmpty ? "1" : "\(around.path).1"
    parts.append(
      MessagePart(
        path: path, parent: multipart.index, depth: around.depth + 1, header: start..<start, body: around.body
      ))
  }
}
