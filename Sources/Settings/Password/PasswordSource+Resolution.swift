import Glibc

extension PasswordSource {
  /// Octets that a command or a file may give in all.
  private static let longestOutput = 65536

  /// Gets the password. Blocks while a program runs, for at most `timeout`.
  ///
  /// The time-out leaves room for a person who types the passphrase of a key.
  /// - Parameters:
  ///   - holder: what keyrings and netrc files know it by.
  ///   - longest: the octets it may have; an access token has more than a password.
  ///   - isHeard: false where nobody reads what a program says on standard error.
  package func resolve(
    for holder: PasswordHolder, longest: Int = PasswordText.longest, timeout: Duration = .seconds(120),
    isHeard: Bool = true
  ) throws(PasswordFailure) -> PasswordText {
    if case .value(let password) = self { return password }
    do throws(PasswordFailure.Code) {
      var bytes = try octets(for: holder, timeout: timeout, isHeard)
      defer { bytes.wipe() }
      return try Self.firstLine(bytes, longest: longest)
    } catch { throw PasswordFailure(error, of: origin) }
  }

  private var origin: PasswordOrigin {
    switch self {
    case .command(let arguments): PasswordOrigin(.command, arguments.first ?? "")
    case .env(let name): PasswordOrigin(.variable, name)
    case .file(let path): PasswordOrigin(.file, path)
    case .value: PasswordOrigin(.file, "")
    case .credential(let name): PasswordOrigin(.credential, name)
    case .keyring: KeyringItem.origin
    case .netrc(let path): PasswordOrigin(.netrc, Self.netrcPath(path))
    }
  }

  private func octets(
    for holder: PasswordHolder, timeout: Duration, _ isHeard: Bool
  ) throws(PasswordFailure.Code) -> [UInt8] {
    switch self {
    case .value(let password): password.bytes
    case .env(let name): try Self.variable(name)
    case .file(let path): try Self.content(of: path, closedTo: 0o077, limit: Self.longestOutput)
    case .credential(let name): try Self.credential(name)
    case .command(let arguments):
      try PasswordCommand(arguments, isHeard: isHeard).output(timeout: timeout, limit: Self.longestOutput)
    case .keyring(let attributes):
      try KeyringItem(attributes, of: holder)
        .output(timeout: timeout, limit: Self.longestOutput, isHeard: isHeard)
    case .netrc(let path): try Self.netrc(Self.netrcPath(path), holder)
    }
  }

  /// The file that a netrc source means: `path`, else `$NETRC`, else `~/.netrc`.
  static func netrcPath(_ path: String?) -> String {
    if let path { return path }
    if let named = getenv("NETRC"), named.pointee != 0 { return String(cString: named) }
    return (getenv("HOME").map { String(cString: $0) } ?? "") + "/.netrc"
  }

  /// The file that a credential is in; nil where systemd gave none.
  static func credentialPath(_ name: String) -> String? {
    guard let folder = getenv("CREDENTIALS_DIRECTORY"), folder.pointee != 0 else { return nil }
    return "\(String(cString: folder))/\(name)"
  }

  private static func variable(_ name: String) throws(PasswordFailure.Code) -> [UInt8] {
    guard let value = getenv(name) else { throw .variableNotSet }
    // Not through String, which would repair bytes that are not UTF-8.
    return UnsafeBufferPointer(start: value, count: strlen(value)).map { UInt8(bitPattern: $0) }
  }

  private static func credential(_ name: String) throws(PasswordFailure.Code) -> [UInt8] {
    guard let path = credentialPath(name) else { throw .noCredentials }
    // systemd grants the unit's user access by an ACL, the mask of which shows as the group's permission.
    return try content(of: path, closedTo: 0o007, limit: longestOutput)
  }

  private static func netrc(
    _ path: String, _ holder: PasswordHolder
  ) throws(PasswordFailure.Code) -> [UInt8] {
    var bytes = try content(of: path, closedTo: 0o077, limit: 1 << 20)
    defer { bytes.wipe() }
    do throws(NetrcFile.Failure) { return try NetrcFile(bytes).password(of: holder) } catch {
      switch error {
      case .malformed(let line): throw .malformed(line: line)
      case .noEntry: throw .noEntry(host: holder.host)
      case .noPassword(let line): throw .noPassword(line: line)
      case .lineEnd: throw .controlCharacter
      }
    }
  }

  /// What is in a file that has none of the permissions `others`.
  private static func content(
    of path: String, closedTo others: UInt32, limit: Int
  ) throws(PasswordFailure.Code) -> [UInt8] {
    let file: BoundedFile
    do { file = try BoundedFile.read(path, limit: limit) } catch {
      switch error {
      case .call(let code): throw .unreadable(code)
      case .notAFile: throw .notAFile
      case .tooLarge: throw .tooLong
      }
    }
    guard file.mode & others == 0 else { throw .readableByOthers(mode: file.mode) }
    return file.bytes
  }

  /// The password in `bytes`: all before the first line end, LF or CRLF.
  private static func firstLine(
    _ bytes: [UInt8], longest: Int
  ) throws(PasswordFailure.Code) -> PasswordText {
    var line = bytes.prefix { $0 != 10 }
    if line.count < bytes.count, line.last == 13 { line.removeLast() }
    guard !line.isEmpty else { throw .empty }
    guard line.count <= longest else { throw .tooLong }
    guard !line.contains(0), !line.contains(13) else { throw .controlCharacter }
    return PasswordText(Array(line))
  }
}
