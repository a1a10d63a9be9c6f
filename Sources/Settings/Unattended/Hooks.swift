/// A program to run when something happens.
package struct Hook: Sendable, Equatable {
  /// The program and its arguments; no shell reads them.
  package var command: [String]
  /// After which it is ended.
  package var timeout: Duration

  package init(command: [String], timeout: Duration = .seconds(30)) {
    self.command = command
    self.timeout = timeout
  }
}

/// The programs that an account has for what may happen to it.
package struct Hooks: Sendable, Equatable {
  /// Mail has come and is safe here.
  package var onNewMail: Hook?
  /// The account has begun to fail, or fails in another way than before.
  package var onFailure: Hook?
  /// There was no run without an error for `silence`.
  package var onSilence: Hook?
  /// Seconds.
  package var silence: Int64

  package init(
    onNewMail: Hook? = nil, onFailure: Hook? = nil, onSilence: Hook? = nil, silence: Int64 = 2 * 86_400
  ) {
    self.onNewMail = onNewMail
    self.onFailure = onFailure
    self.onSilence = onSilence
    self.silence = silence
  }

  package static let none = Hooks()
}
