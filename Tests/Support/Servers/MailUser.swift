import Glibc
import TestFiles

/// The user as whom Dovecot runs: the current one, or `nobody` in place of root.
struct MailUser: Sendable {
  let name: String
  let group: String
  let uid: uid_t
  let gid: gid_t

  static func current() throws -> MailUser {
    let entry = geteuid() == 0 ? getpwnam("nobody") : getpwuid(geteuid())
    guard let entry, let group = getgrgid(entry.pointee.pw_gid) else {
      throw DovecotServer.Failure(description: "there is no user to run Dovecot as")
    }
    return MailUser(
      name: String(cString: entry.pointee.pw_name), group: String(cString: group.pointee.gr_name),
      uid: entry.pointee.pw_uid, gid: entry.pointee.pw_gid)
  }

  /// What stands before a command so that it runs as this user.
  var command: [String] {
    geteuid() == uid ? [] : ["setpriv", "--reuid=\(uid)", "--regid=\(gid)", "--clear-groups", "--"]
  }

  /// Makes the file or folder at `path`, with all it holds, this user's.
  func give(_ path: String) throws {
    guard geteuid() != uid else { return }
    guard lchown(path, uid, gid) == 0 else {
      throw DovecotServer.Failure(
        description: "cannot give \(path) to \(name): \(String(cString: strerror(errno)))")
    }
    var status = stat()
    guard lstat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { return }
    for name in try folderNames(path) { try give("\(path)/\(name)") }
  }
}
