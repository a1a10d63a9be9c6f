import Glibc
import Settings

/// Where the socket of a daemon lies: in a folder that is this user's alone, and not in the archive, whose disk it would
/// keep from being unmounted.
package enum SocketPlace {
  /// The path; nil where there is no place.
  ///
  /// - Parameter archive: the archive's folder, an absolute path.
  package static func path(configured: String?, archive: String, environment: [String: String]) -> String? {
    if let configured { return configured }
    let name = name(archive)
    // systemd makes one, and removes it with all that is in it.
    if let folder = environment["RUNTIME_DIRECTORY"]?.split(separator: ":").first, folder.hasPrefix("/") {
      return fitting("\(folder)/\(name)")
    }
    return folders(environment).first(where: isOurs).flatMap { fitting("\($0)/\(name)") }
  }

  /// Where a daemon that works on the archive may be found, though the archive is not there to ask.
  package static func candidates(archive: String, environment: [String: String]) -> [String] {
    (folders(environment) + ["/run/popkeep"]).map { "\($0)/\(name(archive))" }
  }

  private static func folders(_ environment: [String: String]) -> [String] {
    let base = environment["XDG_RUNTIME_DIR"].flatMap { $0.hasPrefix("/") ? "\($0)/popkeep" : nil }
    return [base, "/tmp/popkeep-\(geteuid())"].compactMap(\.self)
  }

  /// True where the folder is there, or could be made, and nobody else can change anything in it.
  private static func isOurs(_ folder: String) -> Bool {
    mkdir(folder, 0o700)
    var status = stat()
    return lstat(folder, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR && status.st_uid == geteuid()
      && status.st_mode & 0o077 == 0
  }

  private static func fitting(_ path: String) -> String? { path.utf8.count < 108 ? path : nil }

  /// A name that tells this archive from others: a hash of its path.
  private static func name(_ archive: String) -> String {
    "popkeep-\(String(StableHash.of(archive), radix: 16)).sock"
  }
}
