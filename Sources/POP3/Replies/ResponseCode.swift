/// The reason that a server gives in brackets (RFC 2449, section 8; RFC 3206; RFC 6856).
public enum ResponseCode: Hashable, Sendable {
  /// Another session holds the maildrop: try again soon.
  case inUse
  /// Too early after the last log-in.
  case loginDelay
  /// The server has a passing trouble.
  case sysTemp
  /// The server has a lasting trouble: a person must act.
  case sysPerm
  /// The credentials are wrong.
  case auth
  /// The maildrop or the user name needs UTF8.
  case utf8
  /// A code that has no case here: upper case, printable.
  case other(String)

  /// The code at the start of `text`, what stands behind the status; case does not matter.
  ///
  /// A code below a known one counts as it: `SYS/TEMP/QUOTA` is `sysTemp`.
  public init?(startOf text: [UInt8]) {
    guard text.first == 91, let end = text.prefix(Self.longest).firstIndex(of: 93), end > 1 else {
      return nil
    }
    let name = PrintableText.escaped(Array(text[1..<end])).uppercased()
    let levels = name.split(separator: "/", omittingEmptySubsequences: false)
    self =
      switch (levels[0], levels.dropFirst().first) {
      case ("IN-USE", _): .inUse
      case ("LOGIN-DELAY", _): .loginDelay
      case ("SYS", "TEMP"): .sysTemp
      case ("SYS", "PERM"): .sysPerm
      case ("AUTH", _): .auth
      case ("UTF8", _): .utf8
      default: .other(name)
      }
  }

  private static let longest = 66
}
