import Glibc
import TestFiles
import TestServers

/// What all cases share: Dovecot, its mailboxes, and a folder for everything. Nothing is deleted while measurements
/// run: ext4 takes up to thirty times as long to make files soon after many were deleted.
final class Stage {
  static let password = "bench-5613-Tq"

  let tools: Tools
  /// How many messages the case backup has.
  let backedUp: Int
  let folder: String
  let memoryFolder: String
  private let server: DovecotServer
  /// Whom to trust, in a file that everybody may read.
  private let authority: String
  let stopwatch: Stopwatch
  private let mail = MadeMail()
  private var mailboxes: [String: ServedMaildir] = [:]
  private var homes = 0

  /// - Parameter plans: the mailboxes that there will be: Dovecot looks for new users once a second only.
  init(
    tools: Tools, folder: String, memoryFolder: String, plans: Set<MailboxPlan>, backedUp: Int
  ) throws {
    self.tools = tools
    self.backedUp = backedUp
    self.folder = folder
    self.memoryFolder = memoryFolder
    // Who is not root must be able to pass: Dovecot's own user, and getmail6.
    for name in ["", "/mail", "/logs", "/homes"] { try makeFolder(folder + name) }
    for name in ["", "/mail", "/homes"] {
      guard chmod(folder + name, 0o711) == 0 else { throw BenchFailure(call: "chmod \(folder)") }
    }
    try makeFolder(memoryFolder)
    server = try DovecotServer.start(
      users: plans.map { .init(name: $0.name, password: Self.password, maildir: "\(folder)/mail/\($0.name)") }
    )
    authority = "\(folder)/authority.pem"
    try writeFile(authority, try readFile(server.authority.file))
    stopwatch = Stopwatch(tools: tools, folder: "\(folder)/logs")
  }

  /// Where Dovecot speaks POP3 over TLS.
  var port: UInt16 { server.ports.pop3s }

  /// Makes a file Dovecot's own.
  func give(_ path: String) throws { try server.give(path) }

  func end() { server.stop() }

  /// The mailbox, made and read once by the server's own means, so that its caches are full.
  func mailbox(_ plan: MailboxPlan) throws -> ServedMaildir {
    if let known = mailboxes[plan.name] { return known }
    let made = try ServedMaildir(plan, at: "\(folder)/mail/\(plan.name)", mail: mail)
    mailboxes[plan.name] = made
    try server.give(made.path)
    for _ in 0..<2 {
      let home = try home(.bareReader, user: plan.name, port: port, place: .disk)
      let (measurement, output) = try stopwatch.time(home.command, name: "warm-\(plan.name)")
      guard measurement.status == 0, try home.fetched(output, before: 0) ?? 0 >= plan.count else {
        throw BenchFailure("the mailbox \(plan.name) cannot be read: \(output)\n\(try server.log())")
      }
    }
    return made
  }

  /// A new home, ready for the first run, for the mailbox of this user.
  func home(
    _ contender: Contender, user: String, port: UInt16, place: FetchCase.Place
  ) throws -> ContenderHome {
    homes += 1
    let parent: String
    switch place {
    case .disk: parent = "\(folder)/homes"
    case .memory: parent = memoryFolder
    }
    let home = ContenderHome(
      contender: contender, path: "\(parent)/\(homes)", tools: tools,
      mailbox: ContenderHome.Mailbox(
        port: port, user: user, password: Self.password, authority: authority))
    try home.prepare()
    if home.isNobodys { try server.give(home.path) }
    return home
  }
}
