import OpenSSL
import POP3
import POP3Client

/// The server's side of SCRAM-SHA-256 (RFC 5802, section 5) on one connection, for a user whose password it knows.
struct SCRAMServer: ~Copyable {
  /// What it does otherwise than it should.
  enum Fraud {
    case none
    /// It knows no password, and lets anybody in.
    case believesAll
    /// It shows a signature that is none.
    case forgesSignature
  }

  struct Refusal: Error {}

  private var peer: Peer
  private let password: String
  private let fraud: Fraud

  init(_ peer: consuming Peer, password: String, fraud: Fraud = .none) {
    self.peer = peer
    self.password = password
    self.fraud = fraud
  }

  /// Plays a session to its end; the first message that the client sent.
  mutating func play(_ identity: TLSIdentity?, mechanisms: String) throws -> String {
    if let identity { try peer.startTLS(identity) }
    try peer.send("+OK ready\r\n")
    try answer("CAPA", "+OK\r\nSASL \(mechanisms)\r\n.\r\n")
    let words = try peer.line().split(separator: " ")
    guard words.count == 3, words[1].hasPrefix("SCRAM-SHA-256"),
      let first = Base64.decode(Array(words[2].utf8))
    else { throw Refusal() }
    let text = String(decoding: first, as: UTF8.self)
    let isRight = try exchange(text, isBound: words[1].hasSuffix("-PLUS"))
    try peer.send(isRight ? "+OK in\r\n" : "-ERR [AUTH] no\r\n")
    guard isRight else { return text }
    try answer("CAPA", "-ERR\r\n")
    try answer("QUIT", "+OK\r\n")
    return text
  }

  private mutating func exchange(_ first: String, isBound: Bool) throws -> Bool {
    let parts = first.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 4, parts[3].hasPrefix("r=") else { throw Refusal() }
    let salt = Array("salt of the sea".utf8)
    let challenge = "\(parts[3])server,s=\(text(Base64.encode(salt))),i=4096"
    let last = try ask(challenge)
    guard let cut = last.firstRange(of: ",p=") else { throw Refusal() }
    let withoutProof = String(last[..<cut.lowerBound])
    var header = Array("\(parts[0]),,".utf8)
    if isBound {
      guard let binding = peer.channelBinding, parts[0] == "p=\(binding.type)" else { throw Refusal() }
      header += binding.data
    }
    guard withoutProof == "c=\(text(Base64.encode(header))),\(parts[3])server" else { throw Refusal() }
    let dialogue = Array("\(parts[2]),\(parts[3]),\(challenge),\(withoutProof)".utf8)
    let salted = Hash.pbkdf2(.sha256, password: Array(password.utf8), salt: salt, iterations: 4096)
    let clientKey = Hash.hmac(.sha256, key: salted, Array("Client Key".utf8))
    let signature = Hash.hmac(.sha256, key: Hash.digest(.sha256, clientKey), dialogue)
    let proof = Base64.decode(Array(last[cut.upperBound...].utf8)) ?? []
    guard fraud != .believesAll else { return true }
    guard zip(clientKey, signature).map({ $0 ^ $1 }) == proof else { return false }
    let serverKey = Hash.hmac(.sha256, key: salted, Array("Server Key".utf8))
    var own = Hash.hmac(.sha256, key: serverKey, dialogue)
    if fraud == .forgesSignature { own[0] ^= 1 }
    guard try ask("v=\(text(Base64.encode(own)))").isEmpty else { throw Refusal() }
    return true
  }

  /// The answer to a challenge.
  private mutating func ask(_ challenge: String) throws -> String {
    try peer.send("+ \(text(Base64.encode(Array(challenge.utf8))))\r\n")
    guard let answer = Base64.decode(Array(try peer.line().utf8)) else { throw Refusal() }
    return String(decoding: answer, as: UTF8.self)
  }

  private mutating func answer(_ command: String, _ reply: String) throws {
    guard try peer.line() == command else { throw Refusal() }
    try peer.send(reply)
  }

  private func text(_ octets: [UInt8]) -> String { String(decoding: octets, as: UTF8.self) }
}
