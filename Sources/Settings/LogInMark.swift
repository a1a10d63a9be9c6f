import Glibc

extension Account {
  /// What tells this way to log in from another, as text; nothing of a password is in it.
  ///
  /// It changes with the server, the user, the mechanism and the source of the password; where that is a file, also
  /// with the file. So a log-in that was refused need not be tried again before something has changed.
  package var logInMark: String {
    var parts = [host.lowercased(), "\(port)", tls.rawValue, user, auth?.rawValue ?? ""]
    switch password {
    case nil: break
    case .command(let words): parts += ["command"] + words
    case .env(let name): parts += ["env", name]
    case .file(let path): parts += ["file", path, Self.version(of: path)]
    case .value: parts.append("value")
    }
    // Arguments of a command are not to be read from it.
    return String(StableHash.of(parts.joined(separator: "\0")), radix: 16)
  }

  private static func version(of path: String) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return "" }
    return "\(status.st_ino) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }
}
