import CResolver

/// Asks the system's name servers for records other than addresses. Blocks the calling thread for some seconds at most.
enum NameServer {
  enum Failure: Error, Equatable, CustomStringConvertible {
    /// The name has no such record, or is no name at all.
    case none
    /// No name server answered, or none that could.
    case unavailable

    var description: String {
      switch self {
      case .none: "there is none"
      case .unavailable: "no name server answers"
      }
    }
  }

  enum Kind: Int32 {
    case mailExchanger = 15
    case service = 33
  }

  private static let limit = 16 << 10

  static func ask(_ name: String, _ kind: Kind) -> Result<DNSAnswer, Failure> {
    var octets = [UInt8](repeating: 0, count: limit)
    let count = popkeep_ask_name_server(name, kind.rawValue, 2, 2, &octets, Int32(limit))
    guard count >= 0 else {
      return .failure(count == -HOST_NOT_FOUND || count == -NO_DATA ? .none : .unavailable)
    }
    return .success(DNSAnswer(Array(octets[..<Int(count)])))
  }
}
