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
  /// The program, variable or file that was asked, printable. Never the arguments: they may hold a secret.
  package let source: String

  init(_ code: Code, of source: String) {
    self.code = code
    self.source = source
  }

  package var description: String {
    switch code {
    case .cannotRun(ENOENT):
      "the password command \(source) is not there: write its whole path, or install it"
    case .cannotRun(let code):
      "the password command \(source) cannot be run: \(String(cString: strerror(code)))"
    case .ended(let status):
      "the password command \(source) ended with status \(status): run it by hand to see why"
    case .killed(let signal): "the password command \(source) was ended by signal \(signal)"
    case .timedOut(let seconds):
      "the password command \(source) gave no answer within \(seconds) s, and was ended: does it ask something where nobody sees it?"
    case .variableNotSet: "the environment variable \(source), which the password is to come from, is not set"
    case .unreadable(ENOENT): "the password file \(source) is not there"
    case .unreadable(let code):
      "the password file \(source) cannot be read: \(String(cString: strerror(code)))"
    case .notAFile: "the password file \(source) is a folder"
    case .readableByOthers(let mode):
      "the password file \(source) is open to others (mode \(String(mode & 0o777, radix: 8))): run chmod 600 on it"
    case .empty: "the first line that \(source) gives is empty, where the password should be"
    case .tooLong:
      "the first line that \(source) gives is too long for a password, or there is too much after it"
    case .controlCharacter:
      "the password that \(source) gives has a NUL or carriage return in it, which POP3 cannot carry"
    }
  }
}
