import Glibc
import TestFiles

/// The mailbox of an enclosed server.
extension EnclosedServer {
  /// Puts messages into the mailbox, in this order; they are given with LF at the ends of lines, the last one too.
  package func deliver(_ contents: [[UInt8]]) throws {
    switch recipe.mailbox {
    case .maildir(let path):
      for content in contents {
        let name = "\(1_700_000_000 + next()).M1.popkeep"
        try write("\(path)/tmp/\(name)", content, mode: 0o600)
        try moveFile("\(root)/\(path)/tmp/\(name)", to: "\(root)/\(path)/new/\(name)")
      }
    case .mbox(let path):
      let kept = try readFile("\(root)/\(path)")
      let separator = Array("From bob@example.org Thu Nov 26 10:00:00 2026\n".utf8)
      let added = contents.flatMap { (content: [UInt8]) -> [UInt8] in separator + content + [10] }
      try write(path, kept + added, mode: 0o600)
    case .cyrus: try deliverToCyrus(contents)
    case .behind:
      for content in contents { try behind?.deliver(content, name: "\(1_700_000_000 + next()).M1.popkeep") }
    }
  }

  /// Cyrus keeps each message as a file with CRLF and a number for its name.
  private func deliverToCyrus(_ contents: [[UInt8]]) throws {
    guard let header = try find("cyrus.header", below: "var/spool/cyrus") else {
      throw Failure(description: "Cyrus has no mailbox: \(try log())")
    }
    let mailbox = header.split(separator: "/").dropLast().joined(separator: "/")
    for content in contents { try write("\(mailbox)/\(next()).", LineEnds.crlf(content), mode: 0o600) }
    try runInside(["/usr/lib/cyrus/bin/reconstruct", "-C", "/etc/imapd.conf", "user.alice"])
  }

  /// Runs a command in the server's root and namespaces to its end.
  private func runInside(_ command: [String]) throws {
    let enter = ["nsenter", "--target", "\(try innermost())", "--mount", "--pid"]
    let tool = try ChildProcess.start(enter + ["chroot", root] + command, log: folder("log"))
    let status = tool.wait(.seconds(30))
    if status == nil { tool.end() }
    guard status == 0 else { throw Failure(description: "\(command): \(try log())") }
  }

  /// Makes the mailbox; Cyrus makes it when its user comes for the first time.
  func makeMailbox() throws {
    switch recipe.mailbox {
    case .maildir(let path):
      for part in ["cur", "new", "tmp"] { try makeFolder("\(root)/\(path)/\(part)") }
    case .mbox(let path): try write(path, [], mode: 0o600)
    case .cyrus, .behind: return
    }
    for path in recipe.folders where path.hasPrefix("home") { try give("\(root)/\(path)") }
  }

  func write(_ path: String, _ content: [UInt8], mode: mode_t) throws {
    try makeFolder("\(root)/\(path.split(separator: "/").dropLast().joined(separator: "/"))")
    try writeFile("\(root)/\(path)", content)
    let isMail = ["home", "var/mail"].contains { path.hasPrefix($0) }
    let isPrivate = mode == 0o600 || path.hasPrefix("home")
    guard chmod("\(root)/\(path)", isPrivate ? 0o600 : mode) == 0 else {
      throw Failure(description: "chmod \(path): \(String(cString: strerror(errno)))")
    }
    if isMail { try give("\(root)/\(path)") }
    if path.hasPrefix("var/spool/cyrus") { try give("\(root)/\(path)", as: "var/spool/cyrus") }
  }

  /// Makes the tree at `path` the user's, or whose another path of the root is.
  private func give(_ path: String, as owner: String? = nil) throws {
    var status = stat()
    var (uid, gid) = (ServerPlace.uid, ServerPlace.gid)
    if let owner, stat("\(root)/\(owner)", &status) == 0 { (uid, gid) = (status.st_uid, status.st_gid) }
    guard lchown(path, uid, gid) == 0, lstat(path, &status) == 0 else {
      throw Failure(description: "chown \(path): \(String(cString: strerror(errno)))")
    }
    guard status.st_mode & S_IFMT == S_IFDIR else { return }
    for name in try folderNames(path) { try give("\(path)/\(name)", as: owner) }
  }

  /// Makes a folder and those above it, which everyone may enter.
  func makeFolder(_ path: String) throws {
    if mkdir(path, 0o755) == 0 {
      guard chmod(path, 0o755) == 0 else { throw Failure(description: "chmod \(path)") }
      return
    }
    if errno == EEXIST { return }
    guard errno == ENOENT else {
      throw Failure(description: "mkdir \(path): \(String(cString: strerror(errno)))")
    }
    try makeFolder("/\(path.split(separator: "/").dropLast().joined(separator: "/"))")
    try makeFolder(path)
  }

  /// The path, below the root, of the first file of this name.
  private func find(_ name: String, below path: String) throws -> String? {
    for entry in try folderNames("\(root)/\(path)") {
      if entry == name { return "\(path)/\(entry)" }
      var status = stat()
      let inner = "\(path)/\(entry)"
      guard lstat("\(root)/\(inner)", &status) == 0, status.st_mode & S_IFMT == S_IFDIR else { continue }
      if let found = try find(name, below: inner) { return found }
    }
    return nil
  }
}
