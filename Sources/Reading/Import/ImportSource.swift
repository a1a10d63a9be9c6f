import SystemPackage

/// One path that was named for an import, and what is there.
struct ImportSource {
  enum Kind {
    case folder
    case mbox
    case message
    /// A list of unique-ids, and the mailbox in it that is the account's.
    case seen(SeenMailbox)
  }

  /// What a file has in it, as far as it is mail.
  enum Content {
    case mbox
    case message
  }

  let path: FilePath
  let kind: Kind

  init(_ path: FilePath, _ options: Import.Options) throws {
    self.path = path
    do {
      kind = try Self.kind(path, options)
    } catch let errno as Errno {
      throw ImportFailure(errno == .noSuchFileOrDirectory ? .missing : .unreadable(errno), path)
    }
  }

  private static func kind(_ path: FilePath, _ options: Import.Options) throws -> Kind {
    // Not even opened: a tape would rewind, and what stands at the other end of a pipe would begin.
    if let special = path.specialFile { throw ImportFailure(.special(special), path) }
    let file: SourceFile
    do { file = try SourceFile(path, followingLink: true) } catch let errno as Errno {
      guard errno == .invalidArgument || errno == .isDirectory else { throw errno }
      // A folder, or a link to one.
      try SourceFolder(path: path).forEachName { _ in }
      return .folder
    }
    var window = file.window
    let name = path.lastComponent?.string ?? ""
    if let content = try content(of: &window, named: name) { return content == .mbox ? .mbox : .message }
    if let list = try SeenList(named: name, &window) {
      return .seen(try mailbox(of: list, &window, path, options))
    }
    throw ImportFailure(.noMail, path)
  }

  /// What is in the file; nil where it is no mail.
  ///
  /// A file that is named as a message is one, whatever it begins with.
  static func content(of path: FilePath) throws -> Content? {
    let file = try SourceFile(path)
    var window = file.window
    return try content(of: &window, named: path.lastComponent?.string ?? "")
  }

  private static func content(of window: inout OctetWindow, named name: String) throws -> Content? {
    guard window.size > 0 else { return nil }
    if name.lowercased().hasSuffix(".eml") { return .message }
    if try MboxReader.isMbox(&window) { return .mbox }
    let isMessage = try window.at(0, least: 1_024) {
      MboxSeparator.isHeaderField($0) && Self.isText($0.prefix(1_024))
    }
    return isMessage ? .message : nil
  }

  /// No octet that no header has.
  private static func isText(_ octets: some Sequence<UInt8>) -> Bool { !octets.contains(0) }

  /// The account's mailbox in a list.
  private static func mailbox(
    of list: SeenList, _ window: inout OctetWindow, _ path: FilePath, _ options: Import.Options
  ) throws -> SeenMailbox {
    var found: [SeenMailbox] = []
    _ = try list.read(&window) { mailbox, _ in
      if found.last != mailbox, found.count < 100, !found.contains(mailbox) { found.append(mailbox) }
    }
    let wanted = options.isMailbox.map { found.filter($0) } ?? found
    guard let mailbox = wanted.first, wanted.count == 1 else {
      throw ImportFailure(.otherMailbox(found.map(\.name)), path)
    }
    return mailbox
  }
}
