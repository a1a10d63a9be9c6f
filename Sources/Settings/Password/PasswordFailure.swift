import Glibc

/// Why a password could not be had; no case and no description holds any of it.
package struct PasswordFailure: Error, Sendable, Equatable, CustomStringConvertible {
  package enum Code: Error, Sendable, Equatable {
    /// The program could not be started, or reading from it failed; the value is an `errno`.
    case cannotRun(Int32)
    case ended(status: Int32)
    case killed(signal: Int32)
    case timedOut(seconds: Int64)
    case variableNotSet
    /// systemd gave this process no credentials.
    case noCredentials
    /// The keyring answers, and has nothing by these attributes.
    case noItem
    /// The keyring has it and is locked.
    case locked
    /// The netrc file has no entry for the host and user.
    case noEntry(host: String)
    /// The netrc file has an entry for them without a password.
    case noPassword(line: Int)
    /// The netrc file cannot be understood from this line on.
    case malformed(line: Int)
    /// The file could not be read; the value is an `errno`.
    case unreadable(Int32)
    case notAFile
    /// Group or others may read or write the file; the value holds its permission bits.
    case readableByOthers(mode: UInt32)
    case empty
    case tooLong
    /// A NUL or a carriage return in the first line: no POP3 command can carry it.
    case controlCharacter
  }

  package let code: Code
  package let origin: PasswordOrigin

  init(_ code: Code, of origin: PasswordOrigin) {
    self.code = code
    self.origin = origin
  }

  package var description: String { ofKeyring ?? general }

  private var general: String {
    switch code {
    case .cannotRun(ENOENT): "\(origin.noun) is not there: write its whole path, or install it"
    case .cannotRun(let code): "\(origin.noun) cannot be run: \(String(cString: strerror(code)))"
    case .ended(let status): "\(origin.noun) ended with status \(status): run it by hand to see why"
    case .killed(let signal): "\(origin.noun) was ended by signal \(signal)"
    case .timedOut(let seconds):
      "\(origin.noun) gave no answer within \(seconds) s, and was ended: does it ask something where nobody sees it?"
    case .variableNotSet: "\(origin.noun), which the password is to come from, is not set"
    case .noCredentials:
      "\(origin.noun) is not there, for systemd gave this process none: it needs LoadCredential= in its unit"
    case .noItem: "\(origin.noun) has found no such item"
    case .locked: "\(origin.noun) has found the item locked"
    case .noEntry(let host): "\(origin.noun) has no entry for the account's user at \(printable(host))"
    case .noPassword(let line): "\(origin.noun) has no password in the account's entry, in line \(line)"
    case .malformed(let line): "\(origin.noun) cannot be understood in line \(line)"
    case .unreadable(ENOENT): "\(origin.noun) is not there"
    case .unreadable(let code): "\(origin.noun) cannot be read: \(String(cString: strerror(code)))"
    case .notAFile: "\(origin.noun) is a folder"
    case .readableByOthers(let mode):
      "\(origin.noun) is open to others (mode \(String(mode & 0o777, radix: 8))): run chmod 600 on it"
    case .empty: "the first line that \(origin.name) gives is empty, where the password should be"
    case .tooLong:
      "the first line that \(origin.name) gives is too long for a password, or there is too much after it"
    case .controlCharacter:
      "the password that \(origin.name) gives has a NUL or a line end in it, which POP3 cannot carry"
    }
  }

  /// What is to be said otherwise of the keyring, which is a program only to us.
  private var ofKeyring: String? {
    guard origin.kind == .keyring else { return nil }
    return switch code {
    case .cannotRun(ENOENT):
      "the keyring is asked through \(origin.name), which is not there: install it (libsecret-tools in Debian)"
    case .ended:
      "no keyring answers: it needs a desktop's session (D-Bus) and a keyring in it, and what is started elsewhere, as a daemon may be, has neither"
    case .timedOut(let seconds):
      "the keyring gave no answer within \(seconds) s: does it ask for its own password where nobody sees it?"
    case .noItem:
      "the keyring has no password for this account: popkeep's documentation of \"keyring\" has the command that puts it in"
    case .locked: "the keyring is locked: unlock it, and try again"
    case .empty, .killed, .cannotRun, .variableNotSet, .noCredentials, .noEntry, .noPassword, .malformed,
      .unreadable, .notAFile, .readableByOthers, .tooLong, .controlCharacter:
      nil
    }
  }
}
