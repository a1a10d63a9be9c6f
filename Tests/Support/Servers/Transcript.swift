package import DemoServer

/// What a scripted server does on its connections, written as a dialogue.
///
/// One step a line; empty lines and lines that begin with `#` are remarks.
///
///     S: +OK ready              sent, with CRLF
///     S-: +OK part              sent without line end; \r \n \t \0 \\ and \xHH are octets
///     S64: K09LDQo=             octets in base64
///     S*1000: {n} uid-{n}       sent so often, {n} counts from 1 (S-*1000: without line ends)
///     C: USER *                 awaited; * stands for anything
///     C*3: RETR {n}             awaited so often
///     ! tls                     the server's part of a handshake
///     ! pieces 1                each write from here on sends at most one octet
///     ! pause 40                after each write from here on a pause of so many milliseconds, as of a slow line
///     ! end                     waits for the client's end; lines that come before it are a mismatch
///     ! close                   ends in order (over TLS with close_notify)
///     ! drop                    ends without close_notify
///     ! reset                   ends with RST
///     ! stall                   neither answers nor ends: waits for the client's end
///
/// After `! end`, `! close`, `! drop`, `! reset` or `! stall` the next line belongs to the next connection. A dialogue
/// that ends otherwise has an `! end`.
package struct Transcript: Sendable {
  package enum Action: Sendable {
    /// Octets to send; where `times` is above 1 or the text has `{n}`, that is the count.
    case send(Template)
    case expect(pattern: String, times: Int)
    case startTLS
    case pieces(Int)
    case pause(milliseconds: Int32)
    case awaitEnd
    case stall
    case end(Ending)
  }

  /// Octets with `{n}` in them, sent `times` times.
  package struct Template: Sendable {
    package let parts: [[UInt8]]
    package let times: Int
  }

  package struct Step: Sendable {
    /// The number of the line, from 1.
    package let line: Int
    package let text: String
    package let action: Action
  }

  /// A line that is no step.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// The steps of each connection in turn.
  package let connections: [[Step]]

  package init(_ text: String) throws(Failure) {
    var connections: [[Step]] = [[]]
    var isEnded = false
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      guard !line.allSatisfy(\.isWhitespace), !line.hasPrefix("#") else { continue }
      guard let action = TranscriptLine.action(line) else {
        throw Failure(description: "line \(number + 1) is no step: \(line)")
      }
      if isEnded { connections.append([]) }
      connections[connections.count - 1].append(Step(line: number + 1, text: String(line), action: action))
      isEnded = action.endsConnection
    }
    if !isEnded, !connections[connections.count - 1].isEmpty {
      connections[connections.count - 1].append(Step(line: 0, text: "! end", action: .awaitEnd))
    }
    self.connections = connections
  }
}

extension Transcript.Action {
  var endsConnection: Bool {
    switch self {
    case .awaitEnd, .stall, .end: true
    case .send, .expect, .startTLS, .pieces, .pause: false
    }
  }
}
