import Glibc
import TestFiles
import TestServers
import Testing

/// Looks for secrets in all that the program lets out, whatever a test is about.
enum SecretWatch {
  /// Names of files that tests themselves put secrets into, or the program where that is its task.
  private static let keepers = ["password", "config", "netrc", "credential", "token"]
  /// Beyond it a file is mail or an index of very much mail.
  private static let largest = 8 << 20

  /// Expects no secret that tests know in `text`.
  static func expectNone(in text: String, _ what: String) { expectNone(in: Array(text.utf8), what) }

  static func expectNone(in octets: [UInt8], _ what: String) {
    for secret in KnownSecrets.found(in: octets) {
      Issue.record("the secret \(secret) is in \(what)")
    }
  }

  /// Expects none in the files below `folder`: what hooks were told, figures, the index, logs. Mail is what others wrote.
  static func expectNone(inFilesOf folder: String) {
    do {
      for name in try folderNames(folder) where !keepers.contains(where: name.lowercased().contains) {
        let path = "\(folder)/\(name)"
        var status = stat()
        guard lstat(path, &status) == 0 else { continue }
        switch status.st_mode & S_IFMT {
        case S_IFDIR where name != "accounts": expectNone(inFilesOf: path)
        case S_IFREG where status.st_size <= largest:
          expectNone(in: try readFile(path), path)
        case _: continue
        }
      }
    } catch {
      // It went away while it was looked at, or a drive did: then nothing is in it.
      return
    }
  }
}
