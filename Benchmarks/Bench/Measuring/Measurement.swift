/// What one run of a program took, its children counted in.
package struct Measurement: Sendable, Equatable {
  /// Seconds from before the start to after the end.
  package let wall: Double
  /// Seconds of processor time, user and system.
  package let processor: Double
  /// The most memory that it held at once, in octets.
  package let peak: Int64
  /// The exit status; 128 and more for a signal.
  package let status: Int32
  /// Round trips to the server, TCP and TLS among them; nil where nobody counted.
  package var roundTrips: Int?

  package init(wall: Double, processor: Double, peak: Int64, status: Int32, roundTrips: Int? = nil) {
    self.wall = wall
    self.processor = processor
    self.peak = peak
    self.status = status
    self.roundTrips = roundTrips
  }

  /// Reads the line that the stopwatch writes; nil where it is none.
  package init?(stopwatch line: String) {
    let words = line.split(whereSeparator: \.isWhitespace).map { Int64($0) }
    guard words.count == 5, let wall = words[0], let user = words[1], let system = words[2],
      let peak = words[3], let status = words[4].flatMap({ Int32(exactly: $0) })
    else { return nil }
    self.init(
      wall: Double(wall) / 1e6, processor: Double(user + system) / 1e6, peak: peak * 1024, status: status)
  }
}
