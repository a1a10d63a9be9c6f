/// A maildrop during a session: locked, its messages numbered, some marked as deleted.
struct OpenMaildrop: ~Copyable {
  let user: String
  let messages: [ListedMessage]
  /// Indexes into `messages`.
  var deleted: Set<Int> = []
  private let lock: MaildropLock

  init(user: String, lock: consuming MaildropLock, messages: [ListedMessage]) {
    self.user = user
    self.messages = messages
    self.lock = lock
  }

  /// The message at `index`, counted from 0, unless it is marked as deleted.
  func message(at index: Int) -> ListedMessage? { deleted.contains(index) ? nil : messages[index] }

  /// The index of the message that `argument` begins with the number of, unless it is marked as deleted.
  func index(_ argument: String) -> Int? {
    guard let number = Int(argument.prefix { $0 != " " }), number >= 1, number <= messages.count,
      !deleted.contains(number - 1)
    else { return nil }
    return number - 1
  }

  func named(_ argument: String) -> ListedMessage? { index(argument).map { messages[$0] } }

  /// The update state: removes what is marked, and unlocks. The number of messages removed.
  consuming func update() -> Int {
    lock.remove(deleted.map { messages[$0] })
    return deleted.count
  }
}
