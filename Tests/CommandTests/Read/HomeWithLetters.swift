import Testing

extension UserHome {
  /// A home whose archive has the letters, fetched from the mailbox.
  static func withLetters() throws -> (home: UserHome, mailbox: ServedMailbox) {
    let home = try UserHome()
    let mailbox = try ServedMailbox(LetterMail.all)
    try home.configure(mailbox.account())
    try home.makeArchive()
    try home.run("fetch").succeeds()
    return (home, mailbox)
  }
}
