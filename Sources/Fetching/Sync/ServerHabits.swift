package import Archive
import MailIndex
import POP3
import POP3Client
import Synchronization

/// What is known of a server: what makes popkeep more careful than the standard asks, and what it need not ask again.
///
/// Kept from run to run, and doubted once a day: one line lost at the wrong moment must not slow an account for
/// ever, so the first run of a day tries without. What breaks again is learned again, at the cost of a session.
final class ServerHabits: Sendable {
  private static let doubtAfter: Int64 = 86_400

  private let archive: AccountArchive
  private let hints: Mutex<ServerHints>

  init(_ archive: AccountArchive, now: Int64) throws {
    self.archive = archive
    let memory = try archive.memory()
    let isDoubted = memory.map { now &- $0.listedAt >= Self.doubtAfter || now < $0.listedAt } ?? true
    let known = memory?.hints ?? ServerHints()
    hints = Mutex(isDoubted ? ServerHints(mechanisms: known.mechanisms) : known)
  }

  /// What the next session is to mind.
  var now: ServerHints { hints.withLock { $0 } }

  /// Notes what the server announced before a log-in that succeeded.
  func note(_ announced: Capabilities?) {
    hints.withLock {
      $0.capabilities = announced
      $0.mechanisms = announced?.saslMechanisms ?? []
    }
  }

  /// Learns from a failure; true where that is news, and makes another attempt worth while.
  func learn(_ lesson: SessionFailure.Lesson?) throws -> Bool {
    let isNews = hints.withLock { hints in
      let before = hints
      switch lesson {
      case .capabilitiesBreakTheLine: hints.skipCapabilities = true
      case .pipeliningBreaks: hints.pipeliningBreaks = true
      case .waysToLogInChanged: hints.capabilities = nil
      case .logInFails:
        // Nobody tries a password again because of what is remembered.
        hints.capabilities = nil
        return false
      case nil: break
      }
      return hints != before
    }
    if isNews { try keep() }
    return isNews
  }

  /// Keeps for the next run what holds now.
  func keep() throws {
    var memory = try archive.memory() ?? MailboxMemory()
    let known = now
    guard memory.hints != known else { return }
    memory.skipsCapabilities = known.skipCapabilities
    memory.pipeliningIsBroken = known.pipeliningBreaks
    memory.capabilities = known.capabilities?.lines.joined(separator: "\n")
    try archive.remember(memory)
  }
}

extension MailboxMemory {
  fileprivate var hints: ServerHints {
    let known = capabilities.map { Capabilities(lines: $0.split(separator: "\n").map(String.init)) }
    return ServerHints(
      skipCapabilities: skipsCapabilities, pipeliningBreaks: pipeliningIsBroken, capabilities: known,
      mechanisms: known?.saslMechanisms ?? [])
  }
}

extension Archive {
  /// The SASL mechanisms that the server of an account announced when it was last asked.
  package func announcedMechanisms(ofAccount name: String) throws -> [String] {
    try memory(ofAccount: name)?.hints.mechanisms ?? []
  }
}
