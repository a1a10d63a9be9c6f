import Fetching
import FoundationEssentials

/// A row of `status --json`: times in RFC 3339, null for what is not known.
struct StatusRow: Encodable {
  private let status: Status

  init(_ status: Status) { self.status = status }

  private enum Keys: String, CodingKey {
    case name, state, lastRun, lastSuccess, errorsInARow, stored, bytes, onServer, setAside, lastError
  }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Keys.self)
    try object.encode(status.name, forKey: .name)
    try object.encode(status.state.rawValue, forKey: .state)
    try object.encode(status.lastRun.map(Self.text), forKey: .lastRun)
    try object.encode(status.lastSuccess.map(Self.text), forKey: .lastSuccess)
    try object.encode(status.errorsInARow, forKey: .errorsInARow)
    try object.encode(status.stored, forKey: .stored)
    try object.encode(status.storedOctets, forKey: .bytes)
    try object.encode(status.onServer, forKey: .onServer)
    try object.encode(status.setAside, forKey: .setAside)
    try object.encode(status.lastError.map(ProblemRow.init), forKey: .lastError)
  }

  private static func text(_ seconds: Int64) -> String {
    Date(timeIntervalSince1970: Double(seconds)).formatted(.iso8601)
  }
}
