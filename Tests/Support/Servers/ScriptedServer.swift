package import DemoServer
import Glibc
package import OpenSSL
import Synchronization

/// A server on loopback that plays a transcript and keeps what the client sent.
///
///     let server = try ScriptedServer(
///       """
///       S: +OK ready
///       C: CAPA
///       S: -ERR what?
///       C: QUIT
///       ! reset
///       """)
///     … run the client against server.port …
///     try server.finish()
///
/// The first mismatch resets the connection; `finish` then throws it.
package final class ScriptedServer: Sendable {
  /// The client did otherwise than the transcript says.
  package struct Mismatch: Error, CustomStringConvertible {
    package let description: String
  }

  private let listener: Listener
  private let stage: Stage

  package init(
    _ transcript: String, identity: TLSIdentity? = nil, address: Loopback = .ipv4,
    patience: Duration = .seconds(5)
  ) throws {
    let transcript = try Transcript(transcript)
    let context = try identity.map { identity in try TLSServerContext(identity: identity) }
    let stage = try Stage(connections: transcript.connections.count)
    self.stage = stage
    listener = try Listener(address: address) { socket, number in
      guard number <= transcript.connections.count else { return stage.unexpected(number) }
      var player = Player(
        number: number, connection: Connection(socket: socket, patience: patience), context: context,
        stage: stage)
      player.play(transcript.connections[number - 1])
    }
  }

  /// `127.0.0.1` or `::1`.
  package var address: String { listener.address.rawValue }
  package var port: UInt16 { listener.port }

  /// The lines that came on each connection.
  package var received: [[String]] { stage.received }

  /// Waits until every connection of the transcript was played, and throws the first mismatch.
  package func finish(within limit: Duration = .seconds(5)) throws {
    let isComplete = stage.waitForEnd(limit)
    listener.stop()
    if let mismatch = stage.mismatch { throw Mismatch(description: mismatch) }
    if !isComplete { throw Mismatch(description: "not all was played in \(limit): \(stage.progress)") }
  }

  package func stop() { listener.stop() }
}
