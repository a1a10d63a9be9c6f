/// A program that fetches mail.
enum Contender: Hashable, Sendable {
  case popkeep
  /// Drains all messages to nothing, so many commands in flight.
  case reader(inFlight: Int)
  case mpop
  case fetchmail
  case getmail

  var name: String {
    switch self {
    case .popkeep: "popkeep"
    case .reader(let inFlight): inFlight == Self.window ? "reader" : "reader, \(inFlight) in flight"
    case .mpop: "mpop"
    case .fetchmail: "fetchmail"
    case .getmail: "getmail6"
    }
  }

  /// Programs that take so long that they run in the first round only.
  var isSlow: Bool {
    switch self {
    case .fetchmail, .getmail: true
    case .popkeep, .reader, .mpop: false
    }
  }

  /// The bare reader's commands in flight where nothing else is said.
  static let window = 1_000

  static let bareReader = Contender.reader(inFlight: window)
}
