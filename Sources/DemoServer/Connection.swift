import Glibc
package import OpenSSL

/// How a server ends a connection.
package enum Ending: Sendable {
  /// In order: over TLS with close_notify, then FIN.
  case close
  /// FIN alone: over TLS that is an abrupt end.
  case drop
  /// RST.
  case reset
  /// Not at all: silence, until the client ends it.
  case silence
}

/// The lines a client sends, and the replies that go back, both buffered.
///
/// Output waits until 64 KB are there or until no complete line is left to answer: replies to pipelined commands
/// leave together.
package struct Connection: ~Copyable {
  private static let outputSize = 65_536
  private static let longestLine = 16_384

  private var transport: Transport
  private var input = [UInt8](repeating: 0, count: 32_768)
  private var inputStart = 0
  private var inputEnd = 0
  private var output: [UInt8] = []
  private var octetsSent = 0
  private var cutAt: Int?

  /// The most octets that one write takes; a test makes it small.
  package var pieceSize = Int.max
  /// How long it waits after each write, as a slow line would, in milliseconds.
  package var pause: Int32 = 0

  /// `patience` is how long each read and each write waits for the client.
  package init(socket: Int32, patience: Duration) {
    transport = Transport(socket: socket, patience: patience)
    output.reserveCapacity(Self.outputSize + 1024)
  }

  /// The next line without its line end, after all replies were sent; nil at the client's end.
  package mutating func nextLine() throws(DemoServerFailure) -> [UInt8]? {
    var searched = inputStart
    while true {
      if let end = input[searched..<inputEnd].firstIndex(of: ASCII.lineFeed) {
        let line = input[inputStart..<end]
        inputStart = end + 1
        return Array(line.last == ASCII.carriageReturn ? line.dropLast() : line)
      }
      guard inputEnd - inputStart < Self.longestLine else { throw .lineTooLong }
      searched = try fill()
      if searched == inputEnd { return nil }
    }
  }

  /// The next `count` octets, fewer at the client's end.
  package mutating func nextOctets(_ count: Int) throws(DemoServerFailure) -> [UInt8] {
    var octets: [UInt8] = []
    while octets.count < count {
      if inputStart == inputEnd, try fill() == inputEnd { break }
      let end = inputStart + min(count - octets.count, inputEnd - inputStart)
      octets += input[inputStart..<end]
      inputStart = end
    }
    return octets
  }

  /// Drops what the client sent and nobody read yet.
  package mutating func discardInput() { inputStart = inputEnd }

  /// Makes the connection end after `octets` more of output: the write that comes there throws `cut`.
  package mutating func cut(after octets: Int) { cutAt = octetsSent + output.count + octets }

  /// Appends `text` to the output.
  package mutating func put(_ text: String) throws(DemoServerFailure) {
    output.append(contentsOf: text.utf8)
    if output.count >= Self.outputSize { try flush() }
  }

  /// Appends `bytes` to the output.
  package mutating func put(_ bytes: UnsafeRawBufferPointer) throws(DemoServerFailure) {
    var rest = bytes
    while !rest.isEmpty {
      let count = min(rest.count, Self.outputSize - output.count)
      output.append(contentsOf: rest[..<count])
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      if output.count >= Self.outputSize { try flush() }
    }
  }

  /// Sends all output.
  package mutating func flush() throws(DemoServerFailure) {
    let allowed = cutAt.map { max(0, min($0 - octetsSent, output.count)) } ?? output.count
    var start = 0
    while start < allowed {
      let end = start + min(pieceSize, allowed - start)
      try transport.write(output, in: start..<end)
      start = end
      if pause > 0 { poll(nil, 0, pause) }
    }
    octetsSent += allowed
    output.removeAll(keepingCapacity: true)
    if let cutAt, octetsSent >= cutAt { throw .cut }
  }

  /// Sends all output, drops unread input, and does the server's part of the TLS handshake.
  package mutating func startTLS(_ context: TLSServerContext) throws(DemoServerFailure) {
    try flush()
    discardInput()
    try transport.startTLS(context)
  }

  /// Waits until the client ends the connection; what it sends is dropped.
  package mutating func awaitEnd() throws(DemoServerFailure) {
    while true {
      discardInput()
      if try fill() == inputEnd { return }
    }
  }

  /// Ends the connection; output not yet sent is lost. An orderly end waits for the client's, so that no
  /// unread command turns it into a reset.
  package mutating func end(_ ending: Ending) {
    transport.end(ending)
    if ending == .reset { return }
    output.removeAll()
    // Whatever the client does now, this connection is over.
    do throws(DemoServerFailure) { try awaitEnd() } catch { return }
  }

  /// Sends all output, then reads more input. The index of the first new octet; `inputEnd` when there is none.
  private mutating func fill() throws(DemoServerFailure) -> Int {
    if !output.isEmpty || cutAt != nil { try flush() }
    if inputStart > 0 {
      let count = inputEnd - inputStart
      input.withUnsafeMutableBytes { bytes in
        guard let base = bytes.baseAddress else { return }
        _ = memmove(base, base + inputStart, count)
      }
      inputEnd = count
      inputStart = 0
    }
    let start = inputEnd
    let count = try transport.read(into: &input, from: start)
    inputEnd += count
    return start
  }
}
