import Backup
import Daemon
import Fetching

/// A drive in `status --json`: times in RFC 3339, null for what is not known.
struct DriveRow: Encodable {
  private let status: DriveStatus

  init(_ status: DriveStatus) { self.status = status }

  private enum Keys: String, CodingKey {
    case name, id, attached, path, lastSeen, lastBackup, lastVerified, lacking, lackingBytes, lackingSince
    case unverified, damaged, running, error
  }

  func encode(to encoder: any Encoder) throws {
    var object = encoder.container(keyedBy: Keys.self)
    try object.encode(status.name, forKey: .name)
    try object.encode(status.id, forKey: .id)
    try object.encode(status.isAttached, forKey: .attached)
    try object.encode(status.path, forKey: .path)
    try object.encode(status.lastSeen.map(Timestamp.text), forKey: .lastSeen)
    try object.encode(status.lastBackup.map(Timestamp.text), forKey: .lastBackup)
    try object.encode(status.lastVerified.map(Timestamp.text), forKey: .lastVerified)
    try object.encode(status.lacking, forKey: .lacking)
    try object.encode(status.lackingOctets, forKey: .lackingBytes)
    try object.encode(status.lackingSince.map(Timestamp.text), forKey: .lackingSince)
    try object.encode(status.unverified, forKey: .unverified)
    try object.encode(status.damaged, forKey: .damaged)
    try object.encode(status.progress != nil, forKey: .running)
    try object.encode(status.problem.map(ProblemRow.init), forKey: .error)
  }
}
