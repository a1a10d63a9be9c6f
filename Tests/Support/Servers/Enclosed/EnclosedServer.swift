import Glibc
import OpenSSL
import Synchronization
import TestFiles

/// A POP3 server of Debian's on loopback, in a root folder and in namespaces of its own: nothing of it touches this machine's
/// users, mail or configuration.
///
/// It has one user, `alice`. All its processes end with the last reference to it, or with `stop`.
package final class EnclosedServer: Sendable {
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// The loopback ports it listens on; `pop3s` where it has TLS.
  package struct Ports: Sendable {
    package let pop3: UInt16
    package let pop3s: UInt16
  }

  package let kind: ServerKind
  package let ports: Ports
  /// Who signed the server's certificate.
  package let authority: TestAuthority
  let recipe: ServerRecipe
  let folder: TemporaryFolder
  /// The server behind a proxy.
  let behind: DovecotServer?
  private let process: Mutex<ChildProcess?>
  private let delivered = Mutex(0)

  /// Starts a server; returns when it greets.
  package static func start(_ kind: ServerKind, password: String) throws -> EnclosedServer {
    try ServerTree.require()
    var reason = ""
    for _ in 0..<3 {
      let server = try EnclosedServer(kind, password: password)
      if try server.greets() {
        // Cyrus makes a mailbox when its user comes for the first time.
        if kind == .cyrus { _ = LoopbackProbe.letsIn("alice", password, port: server.ports.pop3) }
        return server
      }
      reason = try server.log()
      server.stop()
    }
    throw Failure(description: "\(kind) does not greet: \(reason)")
  }

  private init(_ kind: ServerKind, password: String) throws {
    self.kind = kind
    folder = try TemporaryFolder()
    authority = try TestAuthority()
    ports = Ports(pop3: try LoopbackProbe.freePort(), pop3s: try LoopbackProbe.freePort())
    let users = [DovecotServer.User(name: "alice", password: password)]
    behind = kind == .perdition ? try DovecotServer.start(users: users) : nil
    recipe = kind.recipe(ServerPlace(ports: ports, password: password, behind: behind?.ports.pop3))
    process = Mutex(nil)
    try prepare(password: password)
    let command = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "/bin/sh", "-euc"]
    let started = try ChildProcess.start(
      command + [Self.enclosure + recipe.script, "sh", root, ServerTree.path], log: folder("log"))
    process.withLock { $0 = started }
  }

  /// The server's root folder.
  var root: String { folder("root") }

  /// Binds what was unpacked into the root, with the little that servers want of `/dev` and `/proc`.
  private static let enclosure = """
    cd "$1"
    for part in usr lib lib64; do
      [ -d "$2/$part" ] || continue
      mkdir -p "$part"
      mount --bind "$2/$part" "$part"
    done
    ln -s usr/bin bin
    mkdir -p proc dev/shm
    mount -t proc proc proc
    mount -t tmpfs shm dev/shm
    for name in null zero random urandom; do
      : >>"dev/$name"
      mount --bind "/dev/$name" "dev/$name"
    done
    inside() { chroot . "$@"; }

    """

  /// Lays out the root folder.
  private func prepare(password: String) throws {
    try makeFolder(root)
    for name in recipe.folders + ["tmp", "etc", "run", "var"] { try makeFolder("\(root)/\(name)") }
    let identity = try authority.identity()
    try write("etc/server.pem", identity.privateKey + identity.certificates, mode: 0o600)
    try write("password", Array("\(password)\n".utf8), mode: 0o600)
    for (path, text) in recipe.files { try write(path, Array(text.utf8), mode: 0o644) }
    guard chmod("\(root)/tmp", 0o1777) == 0 else { throw Failure(description: "chmod tmp") }
    try makeMailbox()
  }

  /// True when it greets; false when it ended, or said nothing for 20 seconds.
  private func greets() throws -> Bool {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(20)
    while clock.now < deadline {
      let isUp = LoopbackProbe.answers(ports.pop3, greeting: "+OK")
      if isUp, !kind.hasTLS || LoopbackProbe.answers(ports.pop3s) { return true }
      let ended = process.withLock { $0?.wait(.milliseconds(20)) }
      if ended != nil {
        process.withLock { $0 = nil }
        return false
      }
    }
    return false
  }

  /// The number of the next message that is delivered.
  func next() -> Int {
    delivered.withLock { count in
      count += 1
      return count
    }
  }

  /// What its processes wrote.
  package func log() throws -> String { String(decoding: try readFile(folder("log")), as: UTF8.self) }

  /// The id of the first process in the server's namespaces.
  func innermost() throws -> pid_t {
    let outer = process.withLock { $0?.id ?? 0 }
    let children = String(decoding: try readFile("/proc/\(outer)/task/\(outer)/children"), as: UTF8.self)
    guard let id = children.split(separator: " ").first.flatMap({ pid_t($0) }) else {
      throw Failure(description: "\(kind) has ended: \(try log())")
    }
    return id
  }

  /// Ends all its processes and waits for that. Later calls do nothing.
  package func stop() { process.withLock { $0.take() }?.end(by: SIGKILL) }

  deinit { stop() }
}
