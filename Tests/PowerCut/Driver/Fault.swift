/// Something that a power cut must not do, and did.
struct Fault: Error, CustomStringConvertible {
  enum Kind: String {
    /// A message has left the server and is not, byte for byte, in the archive.
    case lost
    /// A file of the archive has the name of a message and not its content.
    case damaged
    /// A message is in the archive more than once.
    case doubled
    /// A message is neither in the archive nor on the server any more to be fetched, or was not fetched.
    case unfetched
    /// A command of popkeep failed.
    case command
  }

  let kind: Kind
  let detail: String

  init(_ kind: Kind, _ detail: String) {
    self.kind = kind
    self.detail = detail
  }

  var description: String {
    let lines = detail.split(separator: "\n")
    return "\(kind.rawValue): \(lines.prefix(5).joined(separator: " | "))\(lines.count > 5 ? " …" : "")"
  }
}
