package import Settings
import Synchronization

/// The log of the daemon, written to from any thread.
///
/// It never throws and never holds anybody up: a line that is not taken within a tenth of a second is dropped and
/// counted, and as long as nobody takes lines the next ones are not waited for at all. Once lines go through
/// again, one says how many are missing.
package final class Log: Sendable {
  private enum Sink: ~Copyable {
    case descriptor(LogDescriptor)
    case prefixed(LogDescriptor)
    case journal(JournalSocket)
  }

  private struct State: ~Copyable {
    var sink: Sink
    var dropped = 0
    /// Dropped since a line last went through.
    var missing = 0
  }

  private let format: LogFormat
  private let least: LogLevel
  private let state: Mutex<State>

  /// Lines below `least` are passed over.
  package init(output: LogOutput, format: LogFormat = .text, least: LogLevel = .info) {
    self.format = format
    self.least = least
    let sink: Sink =
      switch output {
      case .descriptor(let descriptor): .descriptor(LogDescriptor(descriptor))
      case .prefixed(let descriptor): .prefixed(LogDescriptor(descriptor))
      case .journal(let path): .journal(JournalSocket(path))
      }
    state = Mutex(State(sink: sink))
  }

  /// How many lines were lost.
  package var dropped: Int { state.withLock { $0.dropped } }

  package func write(_ line: LogLine) {
    guard line.level >= least else { return }
    state.withLock { state in
      let patience: Duration = state.missing == 0 ? .milliseconds(100) : .zero
      if state.missing > 0 {
        let lines = state.missing == 1 ? "1 line" : "\(state.missing) lines"
        let gap = LogLine(.warning, "\(lines) of the log could not be written", time: line.time)
        if put(gap, into: &state.sink, patience: .zero) { state.missing = 0 }
      }
      if !put(line, into: &state.sink, patience: patience) {
        state.dropped += 1
        state.missing += 1
      }
    }
  }

  private func put(_ line: LogLine, into sink: inout Sink, patience: Duration) -> Bool {
    let deadline = ContinuousClock.now + patience
    switch consume sink {
    case .descriptor(var descriptor):
      let text = format == .json ? line.json : line.text
      let isTaken = descriptor.write(Array("\(text)\n".utf8), until: deadline)
      sink = .descriptor(descriptor)
      return isTaken
    case .prefixed(var descriptor):
      let text = format == .json ? line.json : line.content
      let isTaken = descriptor.write(Array("<\(line.level.priority)>\(text)\n".utf8), until: deadline)
      sink = .prefixed(descriptor)
      return isTaken
    case .journal(var socket):
      let isTaken = socket.send(JournalEntry(line, format: format).bytes, until: deadline)
      sink = .journal(socket)
      return isTaken
    }
  }
}
