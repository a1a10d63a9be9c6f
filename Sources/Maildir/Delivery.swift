// One pass from the wire to a file in tmp. Lines lose their CR as they pass, for as long as that can be
// undone exactly: every LF so far had its CR, every CR its LF. At the first octet that breaks this, what was
// written gets its CRs back in place, and everything from there on is kept as it comes. However the wire is
// cut, the file is the same, and `WireReader` gives back what came.

/// A message on its way into a Maildir. Letting go of it before `finish` leaves nothing behind.
public struct Delivery: ~Copyable {
  private let temporary: TemporaryFile
  private var output: OutputBuffer
  private var wireSize: Int64 = 0
  private var convertedLines: Int64 = 0
  private var isConverting = true
  /// The last octet was a CR, and is not written yet: the next one decides.
  private var holdsCR = false

  init(_ temporary: TemporaryFile, _ file: consuming OpenFile) {
    self.temporary = temporary
    output = OutputBuffer(file)
  }

  /// Takes the next octets of the message as they came on the wire, cut anywhere.
  public mutating func append(_ wire: RawSpan) throws(FileFailure) {
    wireSize += Int64(wire.byteCount)
    try wire.withUnsafeBytes { (bytes) throws(FileFailure) in
      if isConverting { try convert(bytes) } else { try output.append(bytes) }
    }
  }

  private mutating func convert(_ bytes: UnsafeRawBufferPointer) throws(FileFailure) {
    var rest = bytes
    if holdsCR, let next = rest.first {
      guard next == WireLines.lf else { return try stopConverting(before: rest) }
      holdsCR = false
      try endLine()
      rest = rest.from(1)
    }
    while let end = WireLines.first(WireLines.lf, in: rest) {
      let line = rest.upTo(end)
      guard let cr = WireLines.first(WireLines.cr, in: line), cr == end - 1 else {
        return try stopConverting(before: rest)
      }
      try output.append(rest.upTo(cr))
      try endLine()
      rest = rest.from(end + 1)
    }
    if let cr = WireLines.first(WireLines.cr, in: rest) {
      guard cr == rest.count - 1 else { return try stopConverting(before: rest) }
      holdsCR = true
      rest = rest.upTo(cr)
    }
    try output.append(rest)
  }

  private mutating func endLine() throws(FileFailure) {
    try output.append(WireLines.lf)
    convertedLines += 1
  }

  private mutating func stopConverting(before rest: UnsafeRawBufferPointer) throws(FileFailure) {
    isConverting = false
    try output.expandLines(convertedLines)
    if holdsCR { try output.append(WireLines.cr) }
    holdsCR = false
    try output.append(rest)
  }

  /// Ends the message: all of it is written, though not yet flushed to the disk.
  ///
  /// - Parameter arrival: seconds since 1970, UTC; becomes the file's time of change.
  public consuming func finish(arrival: Int64) throws(FileFailure) -> WrittenMessage {
    if holdsCR { try stopConverting(before: UnsafeRawBufferPointer(start: nil, count: 0)) }
    let written = WrittenMessage(
      temporary: temporary, arrival: max(0, arrival), size: output.size,
      wireSize: isConverting ? wireSize : nil)
    try output.finish(modified: written.arrival)
    return written
  }
}

/// A message whose file in tmp is complete, but neither flushed nor named. Letting go of it removes the file.
public struct WrittenMessage: Sendable {
  let temporary: TemporaryFile
  /// Seconds since 1970, UTC.
  public let arrival: Int64
  /// Octets of the file.
  public let size: Int64
  /// Octets on the wire where the file has LF for each CRLF; nil where it holds the message as it came.
  public let wireSize: Int64?

  /// The name the message gets when it is delivered for `tag`.
  public func name(_ tag: DeliveryTag) -> MessageName {
    MessageName(arrival: arrival, tag: tag, size: size, wireSize: wireSize)
  }
}
