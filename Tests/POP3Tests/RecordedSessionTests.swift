import Foundation
import POP3
import TestFiles
import Testing

/// Dialogues of real servers (the POP3 fixtures of MailKit), replayed with CRLF, and with bare LF throughout.
@Suite struct RecordedSessionTests {
  struct Recorded: Decodable, Sendable, CustomTestStringConvertible {
    struct Step: Decodable, Sendable {
      let client: String
      let server_file: String
    }

    let names: [String]
    let steps: [Step]
    var testDescription: String { names.joined(separator: ", ") }
  }

  static let folder = Corpus.folder.map { "\($0)/pop3-mailkit" }

  static let recorded: [Recorded] = {
    guard let folder, let json = try? readFile("\(folder)/sessions.json") else { return [] }
    return (try? JSONDecoder().decode([Recorded].self, from: Data(json))) ?? []
  }()

  /// Each answer as it is kept, with LF, and as it goes on the wire.
  static let answers: [String: (kept: [UInt8], crlf: [UInt8])] = {
    guard let folder, let names = try? folderNames("\(folder)/responses") else { return [:] }
    return names.reduce(into: [:]) { found, name in
      let kept = (try? readFile("\(folder)/responses/\(name)")) ?? []
      var crlf: [UInt8] = []
      for octet in kept {
        if octet == 10 { crlf.append(13) }
        crlf.append(octet)
      }
      found["responses/\(name)"] = (kept, crlf)
    }
  }()

  @Test func `all recorded sessions are there`() {
    #expect(Self.recorded.count == 26 || (Self.folder == nil && !Corpus.isRequired))
  }

  @Test(arguments: recorded)
  func `a recorded session is understood, and the same however it is cut`(session: Recorded) throws {
    let whole = try replay(session, lineEnd: [13, 10]) { [$0] }
    let bare = try replay(session, lineEnd: [10]) { [$0] }
    #expect(whole.count == bare.count)
    let cut: ([UInt8]) -> [[UInt8]] = { Cutting.pieces($0, of: $0.count < 2_000 ? 1 : 997) }
    #expect(try replay(session, lineEnd: [13, 10], cut) == whole)
    #expect(try replay(session, lineEnd: [10], cut) == bare)
    #expect(
      !whole.contains { heard in
        if case .violation = heard { true } else { false }
      })
  }

  @Test(arguments: recorded, [[13, 10], [10]])
  func `what a recorded server says is understood as it is meant`(session: Recorded, lineEnd: [UInt8]) throws
  {
    var listener = Listener()
    for step in session.steps {
      guard let octets = try send(step, to: &listener, lineEnd: lineEnd) else { continue }
      for piece in Cutting.pieces(octets, of: octets.count < 2_000 ? 1 : 997) { listener.hear(piece) }
      let heard = listener.takeHeard()
      let name = String(step.server_file.dropFirst("responses/".count).dropLast(".txt".count))
      #expect(RecordedMeaning.words(of: heard) == RecordedMeaning.expected[name], "\(step.client)\(name)")
      let messages = heard.compactMap { heard -> [UInt8]? in
        if case .message(let octets) = heard { octets } else { nil }
      }
      guard !messages.isEmpty else { continue }
      let kept = try #require(Self.answers[step.server_file]).kept
      #expect(messages == RecordedMeaning.messages(in: kept, lineEnd: lineEnd), "\(name)")
    }
  }

  @Test(arguments: recorded)
  func `in a recorded log-in popkeep would say what was said`(session: Recorded) throws {
    let (user, secret) = (Array("username".utf8), Secret(Array("password".utf8)))
    var exchange: SASLExchange?
    var challenge: [UInt8] = []
    for step in session.steps {
      let line = step.client.dropLast(2)
      if var running = exchange, !running.isComplete {
        let answer = try running.next(challenge: challenge)
        #expect(Base64.encode(answer.bytes) == Array(line.utf8))
        exchange = running
      }
      switch line {
      case "AUTH PLAIN": exchange = .plain(user: user, secret: secret)
      case "AUTH LOGIN": exchange = .login(user: user, secret: secret)
      case _: break
      }
      let answer = try #require(Self.answers[step.server_file]).kept
      challenge = Reply(line: answer.span.bytes)?.challenge ?? []
    }
    #expect(exchange?.isComplete != false)
  }

  @Test func `no recorded answer is left out, but for those to LANG, which popkeep does not say`() throws {
    let used = Set(Self.recorded.flatMap { $0.steps.map(\.server_file) })
    #expect(used == Set(Self.answers.keys))
    let silent = ["responses/lang.getlang.txt", "responses/lang.setlang.txt"]
    let expected = Set(RecordedMeaning.expected.keys.map { "responses/\($0).txt" })
    #expect(used.isEmpty || used == expected.union(silent))
  }

  @Test func `every recorded answer comes out the same cut at every octet`() throws {
    var answers: Set<String> = []
    for session in Self.recorded {
      var listener = Listener()
      for step in session.steps {
        guard let octets = try send(step, to: &listener, lineEnd: [13, 10]) else { continue }
        let before = listener
        listener.hear(octets)
        guard answers.insert(step.client + step.server_file).inserted else { continue }
        for pieces in Cutting.all(octets) {
          var other = before
          for piece in pieces { other.hear(piece) }
          #expect(other.heard == listener.heard, "\(step.server_file)")
        }
      }
    }
  }

  /// All that is heard in a session, each step's answer cut by `cut`.
  private func replay(
    _ session: Recorded, lineEnd: [UInt8], _ cut: ([UInt8]) -> [[UInt8]]
  ) throws -> [Heard] {
    var listener = Listener()
    for step in session.steps {
      guard let octets = try send(step, to: &listener, lineEnd: lineEnd) else { continue }
      for piece in cut(octets) { listener.hear(piece) }
      #expect(listener.dialogue.isIdle || listener.dialogue.state == .closed, "\(step.client)")
    }
    return listener.heard
  }

  /// Sends the commands of a step and returns the server's octets; nil for LANG, which is not spoken.
  private func send(_ step: Recorded.Step, to listener: inout Listener, lineEnd: [UInt8]) throws -> [UInt8]? {
    let lines = step.client.split(separator: "\r\n").map(String.init)
    if lines.contains(where: { $0.hasPrefix("LANG") }) { return nil }
    var sent = ""
    for line in lines { sent += try listener.send(try command(line, listener)) }
    #expect(sent == step.client)
    let wire = try #require(Self.answers[step.server_file])
    return lineEnd == [10] ? wire.kept : wire.crlf
  }

  private func command(_ line: String, _ listener: Listener) throws -> Command {
    let words = line.split(separator: " ").map(String.init)
    let argument = words.dropFirst().first
    let message = argument.flatMap { UInt32($0) }.flatMap { MessageNumber($0) }
    switch (words[0], message) {
    case ("CAPA", _): return .capa
    case ("STLS", _): return .stls
    case ("UTF8", _): return .utf8
    case ("USER", _): return .user(Array((argument ?? "").utf8))
    case ("PASS", _): return .pass(Secret(Array((argument ?? "").utf8)))
    case ("APOP", _): return .apop(user: Array((argument ?? "").utf8), digest: words[2])
    case ("AUTH", _): return .auth(mechanism: argument ?? "", initialResponse: nil, isLast: false)
    case ("STAT", _): return .stat
    case ("LIST", _): return .list(message)
    case ("UIDL", _): return .uidl(message)
    case ("TOP", let message?): return .top(message, lines: UInt32(words[2]) ?? 0)
    case ("RETR", let message?): return .retr(message)
    case ("DELE", let message?): return .dele(message)
    case ("RSET", _): return .rset
    case ("NOOP", _): return .noop
    case ("QUIT", _): return .quit
    default:
      let octets = try #require(Base64.decode(Array(line.utf8)))
      // The name in an exchange of LOGIN; all else is the last that is said.
      return .response(Secret(octets), isLast: octets != Array("username".utf8))
    }
  }
}
