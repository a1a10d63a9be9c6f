import Glibc

extension PasswordSource {
  /// Octets that a command or a file may give in all.
  private static let longestOutput = 65536

  /// Gets the password. Blocks while a command runs, for at most `timeout`.
  ///
  /// The time-out leaves room for a person who types the passphrase of a key.
  /// - Parameter isHeard: false where nobody reads what a command says on standard error.
  package func resolve(
    timeout: Duration = .seconds(120), isHeard: Bool = true
  ) throws(PasswordFailure) -> PasswordText {
    switch self {
    case .value(let password): password
    case .env(let name): try Self.variable(name)
    case .file(let path): try Self.content(of: path)
    case .command(let arguments): try Self.answer(of: arguments, timeout: timeout, isHeard)
    }
  }

  private static func variable(_ name: String) throws(PasswordFailure) -> PasswordText {
    guard let value = getenv(name) else { throw PasswordFailure(.variableNotSet, of: quoted(name)) }
    // Not through String, which would repair bytes that are not UTF-8.
    let bytes = UnsafeBufferPointer(start: value, count: strlen(value)).map { UInt8(bitPattern: $0) }
    return try firstLine(bytes, of: quoted(name))
  }

  private static func content(of path: String) throws(PasswordFailure) -> PasswordText {
    let source = "\"\(printable(path, limit: 400))\""
    let file: BoundedFile
    do { file = try BoundedFile.read(path, limit: longestOutput) } catch {
      throw PasswordFailure(code(error), of: source)
    }
    guard file.mode & 0o077 == 0 else {
      throw PasswordFailure(.readableByOthers(mode: file.mode), of: source)
    }
    return try firstLine(file.bytes, of: source)
  }

  private static func code(_ failure: BoundedFile.Failure) -> PasswordFailure.Code {
    switch failure {
    case .call(let code): .unreadable(code)
    case .notAFile: .notAFile
    case .tooLarge: .tooLong
    }
  }

  private static func answer(
    of arguments: [String], timeout: Duration, _ isHeard: Bool
  ) throws(PasswordFailure) -> PasswordText {
    let source = quoted(arguments.first ?? "")
    let output: [UInt8]
    do throws(PasswordFailure.Code) {
      output = try PasswordCommand(arguments, isHeard: isHeard).output(timeout: timeout, limit: longestOutput)
    } catch {
      throw PasswordFailure(error, of: source)
    }
    return try firstLine(output, of: source)
  }

  /// The password in `bytes`: all before the first line end, LF or CRLF.
  private static func firstLine(_ bytes: [UInt8], of source: String) throws(PasswordFailure) -> PasswordText {
    var line = bytes.prefix { $0 != 10 }
    if line.count < bytes.count, line.last == 13 { line.removeLast() }
    guard !line.isEmpty else { throw PasswordFailure(.empty, of: source) }
    guard line.count <= PasswordText.longest else { throw PasswordFailure(.tooLong, of: source) }
    guard !line.contains(0), !line.contains(13) else { throw PasswordFailure(.controlCharacter, of: source) }
    return PasswordText(Array(line))
  }
}
