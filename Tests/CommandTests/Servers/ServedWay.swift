import TestFiles
import TestServers

/// A real server, and how it is spoken to.
struct ServedWay: Sendable, CustomStringConvertible {
  enum Encryption: String, CaseIterable {
    case none
    case starttls
    case implicit
  }

  let kind: ServerKind
  let encryption: Encryption

  static let all: [ServedWay] = ServerKind.allCases.flatMap { kind in
    Encryption.allCases.filter { $0 == .none || kind.hasTLS }.map { ServedWay(kind: kind, encryption: $0) }
  }

  var description: String { "\(kind), \(encryption.rawValue)" }

  func account(
    _ server: EnclosedServer, onServer: String = "\"delete\"", others: String = ""
  ) -> AccountText {
    let way =
      "\"tls\": \"\(encryption.rawValue)\", \(encryption == .none ? "\"allowPlaintext\": true, " : "")"
    return AccountText(
      port: encryption == .implicit ? server.ports.pop3s : server.ports.pop3,
      caFile: encryption == .none ? nil : server.authority.file, onServer: onServer, others: way + others)
  }

  /// What the archive has of it, in an order of its own, without what the server added.
  func stored(_ home: UserHome) throws -> [String] { try home.stored().map(asDelivered).sorted() }

  /// What the archive is to have of messages.
  func expected(_ contents: [[UInt8]]) -> [String] { contents.map { text(LineEnds.crlf($0)) }.sorted() }

  private func asDelivered(_ message: [UInt8]) -> String {
    let text = text(message)
    switch kind {
    case .courier, .cyrus, .popa3d, .solid, .perdition: return text
    case .mailfront:
      // One more line at the end of each message.
      return text.hasSuffix("\r\n\r\n") ? String(text.dropLast(1)) : "no line added: \(text)"
    case .mailutils:
      // What it keeps of a message it keeps in the message.
      let own = ["X-UIDL: ", "X-IMAPbase: ", "X-UID: ", "Status: "]
      return text.split(separator: "\r\n", omittingEmptySubsequences: false)
        .filter { line in !own.contains { line.hasPrefix($0) } }.joined(separator: "\r\n")
    }
  }

  private func text(_ content: [UInt8]) -> String { String(decoding: content, as: UTF8.self) }
}

/// Messages as they lie in a mailbox of a server, with LF.
enum RealMail {
  static let contents: [[UInt8]] = [
    message(1, "Text.\n"),
    message(2, ".\n..\n.a line that begins with a dot\n"),
    message(3, "long: \(String(repeating: "0123456789", count: 900))\nNaïve 8-bit: ÄÖÜ\n"),
    message(4, ""),
    message(5, String(repeating: "0123456789abcdef\n", count: 20_000)),
  ]

  static let another = message(6, "Later.\n")

  private static func message(_ number: Int, _ body: String) -> [UInt8] {
    Array(
      """
      From: Bob <bob@example.org>
      Date: Thu, 26 Nov 2026 10:00:0\(number) +0000
      Subject: Message \(number)
      Message-ID: <\(number)@example.org>

      \(body)
      """.utf8)
  }
}
