package import POP3

extension Session {
  /// Sends a handful of commands at once and looks whether each is answered, and in order.
  ///
  /// For a server that announces PIPELINING. Nothing is of use after it but `quit` where it is false.
  package mutating func keepsPipelinesInOrder(_ status: MaildropStatus) throws(SessionFailure) -> Bool {
    conversation.stage = .status
    let known = status.count
    do throws(SessionFailure) {
      try conversation.sendAhead([.noop, .stat, .noop, .stat, .noop, .stat])
      for _ in 0..<3 {
        _ = try conversation.ask(.noop)
        let reply = try conversation.ask(.stat)
        guard reply.status == .ok, MaildropStatus(text: reply.text)?.count == known else {
          throw conversation.spoil(.pipeliningBroken)
        }
      }
      return true
    } catch {
      guard error.lesson == .pipeliningBreaks else { throw error }
      return false
    }
  }
}
