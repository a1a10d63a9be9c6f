import Fetching
import Synchronization

/// Shows how syncs go: one line that is rewritten on a terminal, plain lines elsewhere.
///
/// Everything goes to standard error, so that standard output holds the result alone.
final class ProgressLine: Sendable {
  private struct State {
    var shown = false
    var lastShown: ContinuousClock.Instant?
  }

  private let state = Mutex(State())
  private let isQuiet: Bool
  private let isVerbose: Bool
  private let isTerminal: Bool

  init(quiet: Bool, verbose: Bool) {
    isQuiet = quiet
    isVerbose = verbose
    isTerminal = Output.isErrorTerminal
  }

  /// Takes an event of any account, on any thread.
  func show(_ account: String, _ event: SyncEvent) {
    guard !isQuiet else { return }
    switch event {
    case .connecting(let host):
      if isVerbose { line("\(account): connecting to \(host)") } else { status("\(account): connecting") }
    case .listed(let messages, let new, let octets):
      let text =
        "\(account): \(Quantity.count(messages, "message")) on the server, \(Quantity.grouped(new)) new"
      line(new > 0 ? "\(text) (\(Quantity.octets(octets)))" : text)
    case .unchanged(let messages):
      line("\(account): \(Quantity.count(messages, "message")) on the server, unchanged")
    case .progress(let messages, let of, let octets, let ofOctets):
      status("\(account): \(Self.bar(octets, ofOctets)) \(messages) of \(of), \(Quantity.octets(octets))")
    case .committed: break
    case .deleting(let messages):
      status("\(account): deleting \(Quantity.count(messages, "message")) on the server")
    case .reconnecting(let reason): line("\(account): connecting again: \(reason)")
    case .warning(let sentence): line("\(account): \(sentence)")
    case .finished: clear()
    }
  }

  /// Takes the progress line away.
  func clear() {
    state.withLock { state in
      if state.shown { Output.control("\r\u{1B}[K") }
      state.shown = false
    }
  }

  private func line(_ text: String) {
    clear()
    Output.note(text)
  }

  /// A line that stays.
  func say(_ text: String) {
    if !isQuiet { line(text) }
  }

  /// A line that stays, where a person asked for more of them and no terminal shows what passes.
  func detail(_ text: String) {
    if isVerbose, !isQuiet, !isTerminal { line(text) }
  }

  /// A passing status: on a terminal only, at most ten a second.
  func status(_ text: String) {
    guard isTerminal, !isQuiet else { return }
    state.withLock { state in
      let now = ContinuousClock.now
      if let last = state.lastShown, now - last < .milliseconds(100) { return }
      state.lastShown = now
      state.shown = true
      Output.control("\r\u{1B}[K\(text)")
    }
  }

  static func bar(_ done: Int64, _ total: Int64) -> String {
    let width = 24
    let filled = total > 0 ? Int(min(Double(width), Double(done) / Double(total) * Double(width))) : 0
    return "[" + String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled) + "]"
  }
}
