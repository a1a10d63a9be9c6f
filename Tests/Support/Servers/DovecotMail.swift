import Glibc
import TestFiles

/// Users, their mail, and the tools beside the server.
extension DovecotServer {
  /// Lets another user in, from now on.
  package func add(_ user: User) throws { try add([user]) }

  /// Lets further users in, from now on.
  package func add(_ users: [User]) throws {
    var lines = access(folder("users"), F_OK) == 0 ? try readFile(folder("users")) : []
    for user in users {
      let home = folder("home-\(user.name)")
      let maildir = user.maildir ?? "\(home)/Maildir"
      for path in [home, maildir, "\(maildir)/cur", "\(maildir)/new", "\(maildir)/tmp"] {
        guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
          throw Failure(description: "mkdir \(path): \(String(cString: strerror(errno)))")
        }
      }
      lines += Array(
        "\(user.name):{PLAIN}\(user.password):\(mailUser.uid):\(mailUser.gid)::\(home)::userdb_mail=maildir:\(maildir)\n"
          .utf8)
      try mailUser.give(home)
      if user.maildir != nil { try give(maildir) }
    }
    try folder.write("users", lines)
    try mailUser.give(folder("users"))
  }

  /// Puts `content` into the user's mailbox as a file of its own. `name` orders the mailbox: Dovecot numbers new
  /// files by their names. It sends each lone LF as CRLF. A session that is open meanwhile sees all of it or nothing.
  package func deliver(_ content: [UInt8], name: String, to user: String = "alice") throws {
    let maildir = folder("home-\(user)/Maildir")
    try writeFile("\(maildir)/tmp/\(name)", content)
    try mailUser.give("\(maildir)/tmp/\(name)")
    try moveFile("\(maildir)/tmp/\(name)", to: "\(maildir)/new/\(name)")
  }

  /// Lets Dovecot read and write the tree at `path`: where it runs as another user, the files become that user's.
  package func give(_ path: String) throws { try mailUser.give(path) }

  /// What `doveadm` with these arguments prints; throws with the same text when it fails.
  package func doveadm(_ arguments: [String]) throws -> String {
    let output = folder("doveadm-\(UInt64.random(in: 0...UInt64.max))")
    let tool = try ChildProcess.start(
      mailUser.command + ["doveadm", "-c", folder("dovecot.conf")] + arguments, log: output)
    let status = tool.wait(.seconds(30))
    if status == nil { tool.end() }
    let text = String(decoding: try readFile(output), as: UTF8.self)
    guard status == 0 else { throw Failure(description: "doveadm \(arguments): \(text)") }
    return text
  }

  /// What Dovecot wrote to its log.
  package func log() throws -> String {
    let files = [folder("output"), folder("log")].filter { (path: String) in access(path, F_OK) == 0 }
    return try files.map { String(decoding: try readFile($0), as: UTF8.self) }.joined()
  }
}
