import Glibc
import TestFiles
import TestServers

/// The mail on a Dovecot of the bench's own.
final class PolledDovecot: PolledServer {
  let authority: String
  private let mail: PolledMail
  private let folder: String
  private let server: DovecotServer
  private let made = MadeMail()

  /// - Parameter folder: for the mailboxes; Dovecot's user may pass through it.
  init(_ mail: PolledMail, password: String, folder: String) throws {
    self.mail = mail
    self.folder = folder
    for name in ["", "/mail"] {
      try makeFolder(folder + name, mode: 0o711)
      guard chmod(folder + name, 0o711) == 0 else { throw BenchFailure(call: "chmod \(folder)") }
    }
    for account in mail.everybody {
      try Interruption.check()
      try Self.fill(mail, account, "\(folder)/mail/\(mail.name(account))", made)
    }
    let bulk = "\(folder)/mail/\(PolledMail.bulk)"
    _ = try ServedMaildir(mail.bulkPlan, at: bulk, mail: made)
    server = try DovecotServer.start(
      users: (mail.everybody.map(mail.name) + [PolledMail.bulk]).map {
        DovecotServer.User(name: $0, password: password, maildir: "\(folder)/mail/\($0)")
      }, settings: Self.settings)
    authority = "\(folder)/authority.pem"
    try writeFile(authority, try readFile(server.authority.file))
  }

  /// As Dovecot's manual has it for many log-ins: processes serve one after another, where by default each log-in
  /// starts two. All users are of one user of the system, so a process of one may serve the next.
  private static let settings = """
    auth_cache_size = 10M
    service pop3-login {
      service_count = 0
      process_min_avail = 2
    }
    service pop3 {
      service_count = 1000
      process_min_avail = 4
      process_limit = 256
    }

    """

  var port: UInt16 { server.ports.pop3s }

  func processor() -> Double? { nil }

  func deliver(round: Int) throws {
    for account in mail.luckyAccounts + mail.twins {
      try Interruption.check()
      let path = "\(folder)/mail/\(mail.name(account))"
      for number in mail.newNumbers(account, round: round) {
        let name = try Self.write(number, octets: mail.newOctets, to: "\(path)/tmp", made)
        try server.give("\(path)/tmp/\(name)")
        try moveFile("\(path)/tmp/\(name)", to: "\(path)/new/\(name)")
      }
    }
  }

  func stop() { server.stop() }

  private static func fill(_ mail: PolledMail, _ account: Int, _ path: String, _ made: MadeMail) throws {
    for name in ["", "/cur", "/new", "/tmp"] { try makeFolder(path + name) }
    for number in mail.firstNumbers(account) {
      _ = try write(number, octets: mail.octets, to: "\(path)/new", made)
    }
  }

  /// The name orders the mailbox, and tells Dovecot the sizes.
  private static func write(_ number: Int, octets: Int, to folder: String, _ made: MadeMail) throws -> String
  {
    let content = made.content(number, wire: octets)
    let wire = content.count + content.count { $0 == 10 }
    let name = "\(1_600_000_000 + number).M\(number)P1.bench,S=\(content.count),W=\(wire)"
    try writeFile("\(folder)/\(name)", content)
    return name
  }
}
