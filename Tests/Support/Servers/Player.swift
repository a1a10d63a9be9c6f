import DemoServer
import OpenSSL

/// Plays the steps of one connection.
struct Player: ~Copyable {
  private struct Mismatch: Error {
    let text: String
  }

  private let number: Int
  private let context: TLSServerContext?
  private let stage: Stage
  private var connection: Connection

  init(number: Int, connection: consuming Connection, context: TLSServerContext?, stage: Stage) {
    self.number = number
    self.context = context
    self.stage = stage
    self.connection = connection
  }

  /// Plays all of `steps`, and tells the stage how it went.
  mutating func play(_ steps: [Transcript.Step]) {
    for step in steps {
      do {
        if try play(step.action) { return }
      } catch {
        let reason = (error as? Mismatch)?.text ?? "\(error)"
        stage.fail("connection \(number), line \(step.line), \(step.text): \(reason)")
        return connection.end(.reset)
      }
    }
  }

  /// True when the connection is over.
  private mutating func play(_ action: Transcript.Action) throws -> Bool {
    switch action {
    case .send(let template): try send(template)
    case .expect(let pattern, let times): for count in 1...times { try expect(pattern, count) }
    case .pieces(let size):
      try connection.flush()
      connection.pieceSize = size
    case .pause(let milliseconds):
      try connection.flush()
      connection.pause = milliseconds
    case .startTLS:
      guard let context else { throw Mismatch(text: "the server has no certificate") }
      try connection.startTLS(context)
    case .awaitEnd:
      if let line = try nextLine() { throw Mismatch(text: "received \(line)") }
      stage.played()
      connection.end(.close)
      return true
    case .stall:
      try connection.flush()
      try awaitEnd()
      stage.played()
      return true
    case .end(let ending):
      try connection.flush()
      stage.played()
      connection.end(ending)
      return true
    }
    return false
  }

  /// Drops what comes until the client is gone, in whatever way.
  private mutating func awaitEnd() throws(DemoServerFailure) {
    do throws(DemoServerFailure) {
      try connection.awaitEnd()
    } catch {
      if !error.isEndOfClient { throw error }
    }
  }

  private mutating func send(_ template: Transcript.Template) throws {
    for count in stride(from: 1, through: template.times, by: 1) {
      for (index, part) in template.parts.enumerated() {
        if index > 0 { try connection.put("\(count)") }
        try part.withUnsafeBytes { try connection.put($0) }
      }
    }
  }

  private mutating func expect(_ pattern: String, _ count: Int) throws {
    let pattern = pattern.split(separator: "{n}", omittingEmptySubsequences: false).joined(
      separator: "\(count)")
    guard let line = try nextLine() else { throw Mismatch(text: "the client ended the connection") }
    guard Self.matches(line[...], pattern.split(separator: "*", omittingEmptySubsequences: false)[...]) else {
      throw Mismatch(text: "received \(line)")
    }
  }

  private mutating func nextLine() throws -> String? {
    do throws(DemoServerFailure) {
      guard let line = try connection.nextLine() else { return nil }
      let text = String(decoding: line, as: UTF8.self)
      stage.note(text, connection: number)
      return text
    } catch {
      guard error.isEndOfClient else { throw error }
      return nil
    }
  }

  /// Whether `text` consists of `parts` with anything between them.
  private static func matches(_ text: Substring, _ parts: ArraySlice<Substring>) -> Bool {
    guard let first = parts.first, text.hasPrefix(first) else { return false }
    let rest = text.dropFirst(first.count)
    guard parts.count > 1 else { return rest.isEmpty }
    return rest.indices.contains { matches(rest[$0...], parts.dropFirst()) }
      || matches(rest[rest.endIndex...], parts.dropFirst())
  }
}

extension DemoServerFailure {
  /// True when the client is gone, in whatever way.
  var isEndOfClient: Bool {
    switch self {
    case .closed, .tls: true
    case .system, .timedOut, .lineTooLong, .cut: false
    }
  }
}
