import Glibc

extension ConfigurationText {
  /// What became of an account that was to be added to a file.
  package enum Addition: Sendable, Equatable {
    case added
    /// The file has been edited by hand and is as it was: these lines belong into its list `accounts`.
    case paste(String)
  }

  /// Writes a new configuration file (0600), its folder too (0700); refuses where there is a file.
  ///
  /// What is written is read back first, so a value that the format cannot hold is found before the file is made.
  package static func create(
    _ configuration: Configuration, at file: String, home: String?
  ) throws(ConfigurationFailure) {
    let text = try checkedText(of: configuration, file: file, home: home)
    if let slash = file.lastIndex(of: "/"), slash > file.startIndex {
      try makeFolder(String(file[..<slash]), file)
    }
    let descriptor = open(file, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else {
      throw failure(
        file, errno == EEXIST ? "there is a configuration already" : "the file cannot be made: \(reason())")
    }
    do { try fill(descriptor, with: text, file) } catch {
      unlink(file)
      throw error
    }
  }

  /// Adds `account` to the file where popkeep wrote it and nobody has changed its form since.
  package static func add(
    _ account: Account, to file: String, home: String?
  ) throws(ConfigurationFailure) -> Addition {
    var configuration = try Configuration.load(file: file, home: home)
    guard configuration.account(named: account.name) == nil else {
      throw failure(file, "there is an account \(quoted(account.name)) already")
    }
    guard isUnchanged(file, text(of: configuration, home: home)) else {
      return .paste(entry(for: account, home: home, indent: "    "))
    }
    configuration.append(account)
    let after = try checkedText(of: configuration, file: file, home: home)
    try replace(file, with: after)
    return .added
  }

  private static func isUnchanged(_ file: String, _ text: String) -> Bool {
    do { return try BoundedFile.read(file, limit: JSONReader.limit).bytes == Array(text.utf8) } catch {
      return false
    }
  }

  private static func checkedText(
    of configuration: Configuration, file: String, home: String?
  ) throws(ConfigurationFailure) -> String {
    let text = text(of: configuration, home: home)
    do {
      let readBack = try Configuration.parse(text, file: file, home: home, folder: "/")
      if readBack == configuration { return text }
    } catch { throw failure(file, error.message) }
    throw failure(file, "a value cannot be written so that it reads back the same: write the file by hand")
  }

  /// Puts `text` in the place of the file in one step: the old text or the new one is there, never a part.
  private static func replace(_ file: String, with text: String) throws(ConfigurationFailure) {
    // A link stays a link: the file behind it is replaced.
    guard let resolved = realpath(file, nil) else {
      throw failure(file, "the file cannot be found: \(reason())")
    }
    defer { free(resolved) }
    let target = String(cString: resolved)
    let fresh = "\(target).new"
    unlink(fresh)
    let descriptor = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw failure(file, "no new file can be made beside it: \(reason())") }
    do throws(ConfigurationFailure) {
      try fill(descriptor, with: text, file)
      guard rename(fresh, target) == 0 else {
        throw failure(file, "the file cannot be replaced: \(reason())")
      }
    } catch {
      unlink(fresh)
      throw error
    }
  }

  /// Writes and flushes, then closes.
  private static func fill(
    _ descriptor: Int32, with text: String, _ file: String
  ) throws(ConfigurationFailure) {
    defer { close(descriptor) }
    var rest = Array(text.utf8)[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw failure(file, "the file cannot be written: \(reason())") }
      rest = rest.dropFirst(count)
    }
    guard fsync(descriptor) == 0 else { throw failure(file, "the file cannot be written: \(reason())") }
  }

  private static func makeFolder(_ path: String, _ file: String) throws(ConfigurationFailure) {
    if access(path, F_OK) == 0 { return }
    if let slash = path.lastIndex(of: "/"), slash > path.startIndex {
      try makeFolder(String(path[..<slash]), file)
    }
    guard mkdir(path, 0o700) == 0 || errno == EEXIST else {
      throw failure(file, "its folder cannot be made: \(reason())")
    }
  }

  private static func failure(_ file: String, _ message: String) -> ConfigurationFailure {
    ConfigurationFailure(file: file, position: nil, message: message)
  }

  private static func reason() -> String { String(cString: strerror(errno)) }
}
