import POP3

/// What a server announces, as a check tells it.
enum CapabilityFinding {
  static func before(_ capabilities: Capabilities?) -> CheckFinding {
    guard let capabilities else { return CheckFinding(text: "the server has no CAPA") }
    return CheckFinding(text: names(capabilities))
  }

  /// What the log-in changed, and what of it is to be known.
  static func after(_ capabilities: Capabilities?, before: Capabilities?) -> CheckFinding {
    guard let capabilities else { return CheckFinding(text: "the server has no CAPA") }
    var finding = CheckFinding(
      text: capabilities.lines == before?.lines ? "the same capabilities" : names(capabilities))
    if case .days(let days) = capabilities.expire {
      finding.notes.append(
        days == 0
          ? "EXPIRE 0: the server says that it may delete by itself what was fetched, as soon as the session ends."
          : "EXPIRE \(days): the server says that it deletes mail by itself after \(days) days.")
    }
    if let delay = capabilities.loginDelay, delay > 0 {
      finding.notes.append(
        "LOGIN-DELAY \(delay): the server wants \(delay) s between two log-ins; popkeep waits as long.")
    }
    return finding
  }

  private static func names(_ capabilities: Capabilities) -> String {
    var parts = [capabilities.hasPipelining ? "pipelining" : "no pipelining"]
    parts.append(capabilities.hasUIDL ? "UIDL" : "no UIDL announced")
    parts.append(capabilities.hasTOP ? "TOP" : "no TOP announced")
    if capabilities.hasSTLS { parts.append("STLS") }
    if capabilities.hasUTF8 { parts.append("UTF8") }
    if let implementation = capabilities.implementation { parts.append(implementation) }
    return parts.joined(separator: ", ")
  }

  /// The ways to log in that the server has, and what is odd about them.
  static func mechanisms(_ capabilities: Capabilities?, hasTimestamp: Bool, isEncrypted: Bool) -> CheckFinding
  {
    var ways = capabilities?.saslMechanisms ?? []
    if capabilities?.hasUSER ?? true { ways.append("USER") }
    if hasTimestamp { ways.append("APOP") }
    var finding = CheckFinding(text: ways.isEmpty ? "none is announced" : ways.joined(separator: ", "))
    let plain = ["PLAIN", "LOGIN"].filter { capabilities?.saslMechanisms.contains($0) ?? false }
    if !isEncrypted, !plain.isEmpty {
      finding.notes.append(
        "The line is not encrypted: whoever reads it reads the mail, and maybe the password.")
    }
    return finding
  }
}
