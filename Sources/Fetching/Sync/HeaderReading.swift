import Archive
import POP3
import POP3Client

/// Reads headers by TOP, in slices, and remembers when this server cannot show them.
struct HeaderReading {
  /// False once the server refused TOP, or answered without end: then nothing is proved by headers.
  private(set) var isPossible = true
  private var broken = 0
  /// How many headers came before the line was lost last.
  private(set) var lastAnswered = 0
  private static let slice = 2_000

  /// Calls `body` for each of `numbers`, by index and in order, with the hash of the message's header; nil
  /// where the server could not show it.
  mutating func read(
    _ numbers: [MessageNumber], from session: inout Session,
    _ body: (_ index: Int, _ hash: HeaderHash?) throws -> Void
  ) throws {
    var start = 0
    while start < numbers.count {
      let end = min(start + Self.slice, numbers.count)
      let hashes = try hashes(Array(numbers[start..<end]), from: &session)
      for index in start..<end { try body(index, hashes[numbers[index]]) }
      start = end
    }
  }

  /// Takes the last loss of the line as the server's limit on commands, and no fault of TOP.
  mutating func forgive() {
    broken = 1
    isPossible = true
  }

  private mutating func hashes(
    _ numbers: [MessageNumber], from session: inout Session
  ) throws -> [MessageNumber: HeaderHash] {
    guard isPossible else { return [:] }
    var sink = HeaderSink()
    do {
      try session.headers(numbers, into: &sink)
      broken = 0
    } catch is HeaderSink.Endless {
      isPossible = false
      throw SessionAbandoned(reason: "the server answered TOP without end, and is not asked again")
    } catch {
      lastAnswered = sink.hashes.count
      // A line may be lost at any time; where it is lost over TOP again, go on without TOP.
      broken += 1
      if broken > 1 { isPossible = false }
      throw error
    }
    if sink.hashes.isEmpty, sink.refusal != nil { isPossible = false }
    return sink.hashes
  }
}
