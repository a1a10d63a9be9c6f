/// A POP3 server that Debian 12 packages beside Dovecot, or a proxy for one.
package enum ServerKind: String, Sendable, CaseIterable, CustomStringConvertible {
  case courier = "Courier"
  case cyrus = "Cyrus"
  case mailutils = "mailutils"
  case popa3d = "popa3d"
  case solid = "solid-pop3d"
  case mailfront = "mailfront"
  /// A proxy, here in front of Dovecot.
  case perdition = "perdition"

  package var description: String { rawValue }

  package var hasTLS: Bool {
    switch self {
    case .courier, .cyrus, .mailutils, .perdition: true
    case .popa3d, .solid, .mailfront: false
    }
  }

  func recipe(_ place: ServerPlace) -> ServerRecipe {
    switch self {
    case .courier: .courier(place)
    case .cyrus: .cyrus(place)
    case .mailutils: .mailutils(place)
    case .popa3d: .popa3d(place)
    case .solid: .solid(place)
    case .mailfront: .mailfront(place)
    case .perdition: .perdition(place)
    }
  }
}
