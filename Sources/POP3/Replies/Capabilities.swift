/// What a server says it can do (RFC 2449; RFC 2595, 3206, 5034, 6856).
public struct Capabilities: Sendable, Equatable {
  /// How long the server keeps messages.
  public enum Expire: Sendable, Equatable {
    case never
    /// 0: nothing may be left on the server after a session.
    case days(UInt32)
  }

  public private(set) var hasPipelining = false
  public private(set) var hasUIDL = false
  public private(set) var hasTOP = false
  public private(set) var hasSTLS = false
  public private(set) var hasUSER = false
  public private(set) var hasResponseCodes = false
  public private(set) var hasAuthResponseCodes = false
  public private(set) var hasUTF8 = false
  /// User names and passwords in UTF-8 are taken too (RFC 6856, section 2).
  public private(set) var takesUTF8Names = false
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
    case "PIPELINING": hasPipelining = true
    case "UIDL": hasUIDL = true
    case "TOP": hasTOP = true
    case "STLS": hasSTLS = true
    case "USER": hasUSER = true
    case "RESP-CODES": hasResponseCodes = true
    case "AUTH-RESP-CODE": hasAuthResponseCodes = true
    case "UTF8":
      hasUTF8 = true
      takesUTF8Names = words.dropFirst().contains { $0.uppercased() == "USER" }
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
