import Fetching
import Glibc

/// Where the socket of a daemon lies.
package enum SocketPlace {
  /// The path; nil where no place is short enough.
  ///
  /// - Parameter id: what tells this archive from others, of letters and digits.
  package static func path(
    configured: String?, archive: String, id: String, environment: [String: String]
  ) throws -> String? {
    if let configured { return configured }
    let name = "popkeep-\(id.prefix(12)).sock"
    // systemd makes one, and removes it with all that is in it.
    if let folder = environment["RUNTIME_DIRECTORY"]?.split(separator: ":").first, folder.hasPrefix("/") {
      return fitting("\(folder)/\(name)")
    }
    if let base = environment["XDG_RUNTIME_DIR"], base.hasPrefix("/"), access(base, W_OK | X_OK) == 0 {
      mkdir("\(base)/popkeep", 0o700)
      if let path = fitting("\(base)/popkeep/\(name)") { return path }
    }
    return fitting("\(archive)/.popkeep/daemon.sock")
  }

  private static func fitting(_ path: String) -> String? { path.utf8.count < 108 ? path : nil }

  /// A word for a path: FNV-1a, 64 bits.
  package static func word(_ path: String) -> String {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in path.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    return String(hash, radix: 16)
  }
}
