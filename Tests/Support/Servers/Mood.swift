import DemoServer
import Synchronization

/// The quirks of a server, and what they need to remember.
final class Mood: Sendable {
  fileprivate struct State {
    var quirks: Quirks
    var refusals = 0
    var logIns = 0
    /// The unique-ids of messages that were retrieved.
    var retrieved: Set<[UInt8]> = []
  }

  private let state: Mutex<State>

  init(_ quirks: Quirks) { state = Mutex(State(quirks: quirks)) }

  func change(_ body: @Sendable (inout Quirks) -> Void) { state.withLock { body(&$0.quirks) } }

  @Sendable func conduct(_ connection: Int) -> Interference.Conduct {
    let quirks = state.withLock { $0.quirks }
    var conduct = Interference.Conduct()
    conduct.pieceSize = quirks.pieceSize
    conduct.losesPipelinedCommands = quirks.losesPipelinedCommands
    for cut in quirks.cuts where cut.connection ?? connection == connection {
      guard case .afterOctets(let octets) = cut.place else { continue }
      conduct.cutAfter = octets
      conduct.ending = cut.ending
    }
    return conduct
  }

  @Sendable func view(_ connection: Int, _ messages: [ListedMessage]) -> [ListedMessage] {
    let (quirks, retrieved) = state.withLock { ($0.quirks, $0.retrieved) }
    var shown = messages.filter { !quirks.hidden.contains($0.uid) }
    if let window = quirks.window {
      shown = Array(shown.filter { !retrieved.contains($0.uid) }.prefix(window))
    }
    for index in shown.indices {
      shown[index].octets = quirks.listedOctets(shown[index].octets)
      shown[index].uid = quirks.uidPrefix + (quirks.shownUIDs[shown[index].uid] ?? shown[index].uid)
    }
    return shown
  }

  @Sendable func verdict(_ request: Interference.Request) -> Interference.Verdict {
    // Outside the lock: it may change the quirks.
    if let verdict = state.withLock({ $0.quirks.verdict })?(request) { return verdict }
    return state.withLock { state in
      let command = "\(request.verb) \(request.argument)"
      if let fixed = state.quirks.replies[command] ?? state.quirks.replies[request.verb] {
        return .reply(Array(fixed.utf8))
      }
      if let limit = state.quirks.commandLimit, request.ordinal > limit { return .end(.drop) }
      switch request.verb {
      case "CAPA": return state.quirks.capabilities(request)
      case "PASS", "APOP", "AUTH": return state.logIn()
      case "RETR": return state.retrieve(request)
      case "DELE": return state.quirks.delete(request)
      case "QUIT": return state.quirks.quit(request)
      default: return .serve
      }
    }
  }
}

extension Mood.State {
  fileprivate mutating func logIn() -> Interference.Verdict {
    if refusals < quirks.spuriousRefusals {
      refusals += 1
      return .reply(Array("-ERR refused\r\n".utf8))
    }
    logIns += 1
    if let limit = quirks.logInLimit, logIns > limit { return .reply(Array("-ERR Download exceed\r\n".utf8)) }
    return .serve
  }

  fileprivate mutating func retrieve(_ request: Interference.Request) -> Interference.Verdict {
    guard let uid = request.message?.message.uid else { return .serve }
    if quirks.unreadable.contains(uid) { return .reply(Array("-ERR cannot read the message\r\n".utf8)) }
    for cut in quirks.cuts where cut.connection ?? request.connection == request.connection {
      guard case .inMessage(uid, let octets) = cut.place else { continue }
      return .serveCut(after: octets, cut.ending)
    }
    retrieved.insert(uid)
    return .serve
  }
}

extension Quirks {
  fileprivate func capabilities(_ request: Interference.Request) -> Interference.Verdict {
    switch capabilityReply {
    case .honest: .serve
    case .lessBeforeLogIn:
      request.user == nil ? .reply(Array("+OK\r\nUSER\r\nSASL PLAIN\r\n.\r\n".utf8)) : .serve
    case .dropsTheLine: .end(.drop)
    case .hangs: .stall
    }
  }

  fileprivate func delete(_ request: Interference.Request) -> Interference.Verdict {
    switch deletion {
    case .honest: .serve
    case .refused: .reply(Array("-ERR cannot delete\r\n".utf8))
    case .forgotten: request.message == nil ? .serve : .reply(Array("+OK marked\r\n".utf8))
    }
  }

  fileprivate func quit(_ request: Interference.Request) -> Interference.Verdict {
    guard request.user != nil else { return .serve }
    return switch quit {
    case .honest: .serve
    case .refused: .replyAndEnd(Array("-ERR some deleted messages not removed\r\n".utf8), .close)
    case .lostBefore: .end(.drop)
    case .lostAfter: .serveCut(after: 0, .drop)
    }
  }
}
