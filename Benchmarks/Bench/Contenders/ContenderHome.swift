import Archive
package import Glibc
import SystemPackage
import TestFiles

/// A folder in which one contender keeps its configuration, its state and the mail that it fetches.
struct ContenderHome {
  /// Where the mail is, and how one gets in.
  struct Mailbox {
    var port: UInt16
    let user: String
    let password: String
    /// The certificate authority to trust, in PEM.
    var authority: String
  }

  let contender: Contender
  let path: String
  let tools: Tools
  var mailbox: Mailbox
  /// How many messages the bare reader asks for at most.
  var readerLimit = Int(Int32.max)

  /// Makes the folder and what the contender wants to find there. Passwords lie in files of mode 0600.
  func prepare() throws {
    try makeFolder(path)
    switch contender {
    case .popkeep:
      let digits = "0123456789abcdef"
      let id = String((0..<32).compactMap { _ in digits.randomElement() })
      try Archive.create(at: FilePath(archive), id: id)
    case .mpop, .getmail:
      for name in ["Mail", "Mail/cur", "Mail/new", "Mail/tmp"] { try makeFolder("\(path)/\(name)") }
    case .reader, .visitor, .fetchmail: break
    }
    try configure()
  }

  /// Writes what tells the contender where the mailbox is.
  func configure() throws {
    switch contender {
    case .popkeep:
      try writeSecret("password", mailbox.password)
      try writeSecret("config.json", configuration)
    case .reader, .visitor: try writeSecret("password", mailbox.password)
    case .mpop: try writeSecret("mpoprc", mpopConfiguration)
    case .fetchmail: try writeSecret("fetchmailrc", fetchmailConfiguration)
    case .getmail: try writeSecret("getmailrc", getmailConfiguration)
    }
  }

  /// Where popkeep's archive is.
  var archive: String { "\(path)/mail" }

  /// The words that start it: settings of the environment, then the command.
  var command: [String] {
    switch contender {
    case .popkeep:
      ["HOME=\(path)"] + tools.profiler
        + [tools.popkeep, "fetch", "--json", "--config", "\(path)/config.json"]
    case .reader(let inFlight): reading(inFlight: inFlight, limit: readerLimit)
    case .visitor: reading(inFlight: 1, limit: 0)
    case .mpop: ["HOME=\(path)", "mpop", "-C", "\(path)/mpoprc"]
    case .fetchmail:
      ["HOME=\(path)", "FETCHMAILHOME=\(path)", "fetchmail", "-f", "\(path)/fetchmailrc", "--nodetach"]
    case .getmail:
      ["HOME=\(path)"] + asNobody + ["getmail", "--getmaildir=\(path)", "--rcfile=\(path)/getmailrc"]
    }
  }

  private func reading(inFlight: Int, limit: Int) -> [String] {
    [
      tools.reader, "127.0.0.1", "\(mailbox.port)", mailbox.authority, mailbox.user, "\(path)/password",
      "\(inFlight)", "\(limit)",
    ]
  }

  /// Whether the home must be that of `nobody`: getmail6 delivers no mail as root.
  var isNobodys: Bool { contender == .getmail && geteuid() == 0 }

  private var asNobody: [String] {
    guard isNobodys, let nobody = getpwnam("nobody") else { return [] }
    let ids = (user: nobody.pointee.pw_uid, group: nobody.pointee.pw_gid)
    return ["setpriv", "--reuid=\(ids.user)", "--regid=\(ids.group)", "--clear-groups", "--"]
  }

  /// How many messages a run that printed `output` fetched, by what it delivered or, where nothing is kept, by what
  /// it says.
  func fetched(_ output: String, before: Int) throws -> Int? {
    switch contender {
    case .popkeep:
      // Said and seen.
      let said = output.firstMatch(of: /"fetched"\s*:\s*(\d+)/).flatMap { Int($0.output.1) }
      let seen = try delivered() - before
      return said == seen ? seen : nil
    case .reader, .visitor: return output.firstMatch(of: /(\d+) messages/).flatMap { Int($0.output.1) }
    case .mpop, .getmail: return try delivered() - before
    case .fetchmail: return output.matches(of: /reading message/).count
    }
  }

  /// How many files lie where the contender delivers.
  func delivered() throws -> Int {
    switch contender {
    case .popkeep: try count("mail/accounts/bench/new")
    case .mpop, .getmail: try count("Mail/new")
    case .reader, .visitor, .fetchmail: 0
    }
  }

  private func count(_ name: String) throws -> Int {
    access("\(path)/\(name)", F_OK) == 0 ? try folderNames("\(path)/\(name)").count : 0
  }

  private func writeSecret(_ name: String, _ text: String) throws {
    try writeFile("\(path)/\(name)", [])
    guard chmod("\(path)/\(name)", 0o600) == 0 else { throw BenchFailure(call: "chmod \(name)") }
    try writeFile("\(path)/\(name)", Array("\(text)\n".utf8))
  }
}

/// Makes the folder at `path`; it may be there.
package func makeFolder(_ path: String, mode: mode_t = 0o700) throws {
  guard mkdir(path, mode) == 0 || errno == EEXIST else { throw BenchFailure(call: "mkdir \(path)") }
}
