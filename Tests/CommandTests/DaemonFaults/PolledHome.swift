extension UserHome {
  /// A home with an archive and one account, which a daemon polls every second, and the mailbox of the account.
  static func polled(
    _ numbers: ClosedRange<Int>, archive: String? = nil, onServer: String = "\"keep\""
  ) throws -> (home: UserHome, mailbox: ServedMailbox) {
    let home = try UserHome(archive: archive)
    let mailbox = try ServedMailbox(numbers)
    try home.configure(mailbox.account(onServer: onServer, others: "\"every\": \"1s\", "))
    try home.makeArchive()
    return (home, mailbox)
  }
}
