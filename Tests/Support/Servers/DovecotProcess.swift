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
}
