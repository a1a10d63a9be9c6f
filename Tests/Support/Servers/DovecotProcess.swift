import Glibc

/// Start and end of the process.
extension DovecotServer {
  /// True when it greets; false when a port was taken; throws when it ends otherwise, or says nothing for 20 seconds.
  func isReady(_ process: ChildProcess) throws -> Bool {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(20)
    while clock.now < deadline {
      if LoopbackProbe.answers(ports.pop3, greeting: "+OK") { return true }
      if process.wait(.milliseconds(20)) != nil {
        forgetProcess()
        let reason = try log()
        if reason.contains("Address already in use") { return false }
        throw Failure(description: "Dovecot ended at once: \(reason)")
      }
    }
    throw Failure(description: "Dovecot does not greet: \(try log())")
  }

  /// Returns once the user is let in: of a change of its users Dovecot takes notice a second later at most.
  ///
  /// The user's mailbox is opened for that.
  package func awaitUser(_ user: User) throws {
    let clock = ContinuousClock()
    let deadline = clock.now + .seconds(20)
    while !LoopbackProbe.letsIn(user.name, user.password, port: ports.pop3) {
      guard clock.now < deadline else {
        throw Failure(description: "Dovecot lets \(user.name) not in: \(try log())")
      }
    }
  }
}
