/// Which accounts there are, and what mail they have: the same on every server, and told by numbers alone.
struct PolledMail: Sendable {
  let accounts: Int
  /// In each mailbox from the beginning.
  var messages = 3
  var octets = 4_000
  /// Accounts that get new mail at once, messages each, and their size.
  let lucky: Int
  let newMessages = 20
  let newOctets = 20_000

  /// The mailbox that holds as much as all the new mail of one round.
  static let bulk = "bulk"

  init(accounts: Int) {
    self.accounts = accounts
    lucky = min(100, accounts)
  }

  /// The mailbox of `bulk`.
  var bulkPlan: MailboxPlan { MailboxPlan(Self.bulk, count: lucky * newMessages, octets: newOctets) }

  func name(_ account: Int) -> String { "a" + String(1_000_000 + account).dropFirst(2) }
  var names: [String] { (0..<accounts).map(name) }
  /// Spread over all of them.
  var luckyAccounts: [Int] { (0..<lucky).map { $0 * accounts / lucky } }
  /// Mailboxes that get as much at the same time, and that no daemon looks into. They are numbered behind the accounts.
  var twins: Range<Int> { accounts..<(accounts + lucky) }
  /// Every mailbox but the one of `bulk`.
  var everybody: Range<Int> { 0..<twins.upperBound }

  /// The numbers of an account's messages in the beginning, and of those that come in a round.
  func firstNumbers(_ account: Int) -> Range<Int> { numbers(account, from: 1, count: messages) }
  func newNumbers(_ account: Int, round: Int) -> Range<Int> {
    numbers(account, from: 1 + messages + round * newMessages, count: newMessages)
  }

  /// No two messages of all accounts are the same.
  private func numbers(_ account: Int, from first: Int, count: Int) -> Range<Int> {
    let base = (account + 1) * 10_000
    return (base + first)..<(base + first + count)
  }
}

/// Who serves the mail.
protocol PolledServer {
  var port: UInt16 { get }
  /// A file with whom to trust, in PEM.
  var authority: String { get }
  /// What it took of the processors so far, in seconds; nil where its processes come and go.
  func processor() throws -> Double?
  /// Puts the new mail of a round, counted from 0, into the mailboxes.
  func deliver(round: Int) throws
  func stop()
}
