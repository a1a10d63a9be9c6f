/// A contender on a mailbox: a line of a case's table.
struct Entrant: Sendable {
  let name: String
  let contender: Contender
  let mailbox: MailboxPlan

  init(_ contender: Contender, _ mailbox: MailboxPlan, name: String? = nil) {
    self.name = name ?? contender.name
    self.contender = contender
    self.mailbox = mailbox
  }

  /// The contenders on the same mailbox.
  static func all(_ contenders: [Contender], _ mailbox: MailboxPlan) -> [Entrant] {
    contenders.map { Entrant($0, mailbox) }
  }
}
