/// A program that fetches mail.
enum Contender: Hashable, Sendable {
  case popkeep
  /// Drains all messages to nothing, so many commands in flight.
  case reader(inFlight: Int)
  /// Logs in, asks how many messages there are, and leaves.
  case visitor
  case mpop
  case fetchmail
  case getmail

  var name: String {
    switch self {
    case .popkeep: "popkeep"
    case .reader(let inFlight): inFlight == Self.window ? "reader" : "reader, \(inFlight) in flight"
    case .visitor: "log-in alone"
    case .mpop: "mpop"
    case .fetchmail: "fetchmail"
    case .getmail: "getmail6"
    }
  }

  /// Programs that take so long that they run in the first round only.
  var isSlow: Bool {
    switch self {
    case .fetchmail, .getmail: true
    case .popkeep, .reader, .visitor, .mpop: false
    }
  }

  /// Whether a run leaves behind what the next one goes by.
  var remembers: Bool {
    switch self {
    case .popkeep, .mpop, .fetchmail, .getmail: true
    case .reader, .visitor: false
    }
  }

  /// The bare reader's commands in flight where nothing else is said.
  static let window = 1_000

  static let bareReader = Contender.reader(inFlight: window)
}
