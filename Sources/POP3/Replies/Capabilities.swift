/// What a server says it can do (RFC 2449; RFC 2595, 3206, 5034, 6856).
public struct Capabilities: Sendable, Equatable {
  /// How long the server keeps messages.
  public enum Expire: Sendable, Equatable {
    case never
    /// 0: nothing may be left on the server after a session.
    case days(UInt32)
  }

  public private(set) var pipelining = false
  public private(set) var uidl = false
  public private(set) var top = false
  public private(set) var stls = false
  public private(set) var user = false
  public private(set) var respCodes = false
  public private(set) var authRespCode = false
  public private(set) var utf8 = false
  /// SASL mechanisms in upper case, in the server's order.
  public private(set) var saslMechanisms: [String] = []
  public private(set) var expire: Expire?
  /// The least seconds between two log-ins.
  public private(set) var loginDelay: UInt32?
  /// What the server calls itself, printable.
  public private(set) var implementation: String?
  /// The lines as they came, printable; at most 256 of them.
  public private(set) var lines: [String] = []

  public init() {}

  /// Capabilities by their lines, for callers that have them as text.
  public init(lines: [String]) {
    for line in lines { add(Array(line.utf8)) }
  }

  /// Takes one line of the answer to CAPA, without its end.
  public mutating func add(_ line: [UInt8]) {
    guard lines.count < Self.mostLines else { return }
    let text = PrintableText.escaped(line.map { $0 == 9 ? 32 : $0 }, limit: 500)
    let words = text.split(separator: " ")
    guard let name = words.first?.uppercased() else { return }
    lines.append(text)
    let first = words.dropFirst().first
    switch name {
    case "PIPELINING": pipelining = true
    case "UIDL": uidl = true
    case "TOP": top = true
    case "STLS": stls = true
    case "USER": user = true
    case "RESP-CODES": respCodes = true
    case "AUTH-RESP-CODE": authRespCode = true
    case "UTF8": utf8 = true
    case "SASL": addMechanisms(words.dropFirst())
    case "EXPIRE":
      expire = first?.uppercased() == "NEVER" ? .never : first.flatMap { UInt32($0) }.map { .days($0) }
    case "LOGIN-DELAY": loginDelay = first.flatMap { UInt32($0) }
    case "IMPLEMENTATION": implementation = words.dropFirst().joined(separator: " ")
    default: break
    }
  }

  private mutating func addMechanisms(_ names: ArraySlice<Substring>) {
    for name in names.map({ $0.uppercased() }) where !saslMechanisms.contains(name) {
      saslMechanisms.append(name)
    }
  }

  private static let mostLines = 256
}
