import Glibc

/// Something that comes about by itself, and is looked for until it has.
enum Awaited {
  struct Missed: Error, CustomStringConvertible {
    let description: String
  }

  static func until(
    _ what: @autoclosure () -> String, within limit: Duration = .seconds(60),
    _ isThere: () async throws -> Bool
  ) async throws {
    let deadline = ContinuousClock.now + limit
    while try await !isThere() {
      guard ContinuousClock.now < deadline else {
        throw Missed(description: "not within \(limit): \(what())")
      }
      // Files and programs tell nobody that they have changed: a thread of its own looks again.
      try await BesideTasks.run { _ = poll(nil, 0, 5) }
    }
  }
}
