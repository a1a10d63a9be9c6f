import Glibc
import TestFiles

/// A mailbox as files that Dovecot serves. The names tell it the sizes, so that it reads no message to learn them.
struct ServedMaildir {
  let plan: MailboxPlan
  let path: String
  private let mail: MadeMail

  /// Makes the Maildir at `path`, filled.
  init(_ plan: MailboxPlan, at path: String, mail: MadeMail) throws {
    self.plan = plan
    self.path = path
    self.mail = mail
    for name in ["", "/cur", "/new", "/tmp"] { try makeFolder(path + name) }
    for number in 1..<(plan.count + 1) {
      if number % 1_000 == 0 { try Interruption.check() }
      _ = try write(number, to: "cur", flags: ":2,")
    }
  }

  /// Puts messages with these numbers into the mailbox; `give` makes a file the server's.
  func add(_ numbers: Range<Int>, giving give: (String) throws -> Void) throws {
    for number in numbers {
      let name = try write(number, to: "tmp", flags: "")
      try give("\(path)/tmp/\(name)")
      try moveFile("\(path)/tmp/\(name)", to: "\(path)/new/\(name)")
    }
  }

  /// The name says when the message came: by it Dovecot numbers what is new.
  private func write(_ number: Int, to folder: String, flags: String) throws -> String {
    let content = mail.content(number, wire: plan.size(of: number))
    let wire = content.count + content.count { $0 == 10 }
    let name = "\(1_700_000_000 + number).M\(number)P1.bench,S=\(content.count),W=\(wire)\(flags)"
    try writeFile("\(path)/\(folder)/\(name)", content)
    return name
  }
}
