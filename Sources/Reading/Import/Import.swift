// What is imported is told by looking, not by its name alone. A folder with cur and new is a Maildir, whatever lies
// below it; any other folder is a tree of messages and mboxes. What a tree has beside mail (indexes of mail programs,
// notes) is counted and left alone; what was named by itself must be mail. The source is only ever read.

import Archive
import InternetMessage
package import SystemPackage

/// Copies mail of other programs into an archive: each content once, whole, and durable before it is counted.
package struct Import {
  package struct Options: Sendable {
    package var mbox: MboxFormat
    /// Says of a list's mailbox whether it is the account's; nil: whichever is the only one is.
    package var isMailbox: (@Sendable (SeenMailbox) -> Bool)?

    package init(mbox: MboxFormat = .auto, isMailbox: (@Sendable (SeenMailbox) -> Bool)? = nil) {
      self.mbox = mbox
      self.isMailbox = isMailbox
    }
  }

  private struct Stopped: Error {}

  private let target: ImportTarget
  private let options: Options
  private let isStopped: () -> Bool
  private let observe: (ImportSummary) -> Void

  /// - Parameters:
  ///   - isStopped: asked before each message.
  ///   - observe: told now and then how far it is.
  package init(
    into target: ImportTarget, _ options: Options = Options(), isStopped: @escaping () -> Bool = { false },
    observe: @escaping (ImportSummary) -> Void = { _ in }
  ) {
    self.target = target
    self.options = options
    self.isStopped = isStopped
    self.observe = observe
  }

  /// Looks whether all that is at `paths` can be imported.
  ///
  /// - Throws: `ImportFailure`.
  package static func check(_ paths: [FilePath], _ options: Options) throws {
    for path in paths { _ = try ImportSource(path, options) }
  }

  /// Imports all that is at `paths`.
  ///
  /// - Throws: `ImportFailure` before anything is changed, where a path is nothing that can be imported; `ArchiveFailure`.
  package func run(_ paths: [FilePath]) throws -> ImportSummary {
    let sources = try paths.map { try ImportSource($0, options) }
    do {
      for source in sources { try add(source) }
    } catch is Stopped { target.summary.isCut = true }
    try target.finish()
    return target.summary
  }

  private func add(_ source: ImportSource) throws {
    switch source.kind {
    case .folder: try add(folder: SourceFolder(path: source.path))
    case .mbox: try reading(source.path) { try add(mbox: source.path, followingLink: true) }
    case .message:
      try reading(source.path) {
        try add(message: source.path, flags: "S", isAsNamed: false, followingLink: true)
      }
    case .seen(let mailbox): try reading(source.path) { try note(seenIn: source.path, of: mailbox) }
    }
  }

  // What cannot be read is told, and the rest is imported.
  private func reading(_ path: FilePath, _ body: () throws -> Void) throws {
    do { try body() } catch let errno as Errno {
      target.summary.note(unreadable: path.string, "\(errno)")
    }
  }

  /// Folders within folders that are looked into: mail lies in no more, and a stack has its end.
  private static let depthLimit = 100

  private func add(folder: SourceFolder, depth: Int = 0) throws {
    guard depth < Self.depthLimit else {
      return target.summary.note(unreadable: folder.path.string, "it lies in too many folders")
    }
    let isMaildir = folder.isMaildir
    if isMaildir {
      // A file that a mail program moves meanwhile goes from new to cur.
      try add(place: "new", of: folder)
      try add(place: "cur", of: folder)
    }
    var below: [FilePath] = []
    try reading(folder.path) {
      try folder.forEachName { name in
        let path = folder.appending(name)
        if path.isFolder {
          if !isMaildir || !["new", "cur", "tmp"].contains(name.string) { below.append(path) }
        } else if !isMaildir {
          try add(unknown: path, named: name.string)
        }
      }
    }
    for path in below.sorted(by: { $0.string < $1.string }) {
      let folder = SourceFolder(path: path)
      // What hides itself is no mail, unless it is a folder of a Maildir.
      if path.lastComponent?.string.hasPrefix(".") != true || folder.isMaildir {
        try add(folder: folder, depth: depth + 1)
      }
    }
  }

  private func add(place: FilePath.Component, of folder: SourceFolder) throws {
    let place = SourceFolder(path: folder.path.appending(place))
    try reading(place.path) {
      try place.forEachName { name in
        let path = place.appending(name)
        guard !name.string.hasPrefix("."), path.isRegularFile else { return }
        let flags = MaildirFlags.of(name.string)
        let isNew = place.path.lastComponent?.string == "new"
        try reading(path) {
          try add(message: path, flags: flags?.letters ?? (isNew ? nil : ""), isAsNamed: true)
        }
      }
    }
  }

  private func add(unknown path: FilePath, named name: String) throws {
    guard !name.hasPrefix("."), path.isRegularFile else { return target.summary.ignored += 1 }
    try reading(path) {
      switch try ImportSource.content(of: path) {
      case .mbox: try add(mbox: path)
      case .message: try add(message: path, flags: "S", isAsNamed: false)
      case .none: target.summary.ignored += 1
      }
    }
  }

  /// - Parameter isAsNamed: where popkeep gave the file its name, that says what its line ends stand for.
  private func add(message path: FilePath, flags: String?, isAsNamed: Bool, followingLink: Bool = false)
    throws
  {
    try goOn()
    let file = try SourceFile(path, followingLink: followingLink)
    guard file.size > 0 else { return target.summary.ignored += 1 }
    var window = file.window
    let all = 0..<file.size
    let name = isAsNamed ? path.lastComponent.flatMap { StoredName($0.string) } : nil
    let expands = try name?.hasLineFeeds ?? !window.hasCarriageReturn()
    let wire = WireForm(expandingLines: expands)
    try target.add(ImportedMessage(arrival: name?.arrival ?? file.modified, flags: flags)) { body in
      try window.forEachPiece(of: all) { try wire.append($0, body) }
    }
    observe(target.summary)
  }

  private func add(mbox path: FilePath, followingLink: Bool = false) throws {
    let file = try SourceFile(path, followingLink: followingLink)
    var mbox = try MboxReader(file.window, format: options.mbox)
    var isMail = false
    while let message = try mbox.nextMessage() {
      try goOn()
      guard !message.content.isEmpty else { continue }
      isMail = true
      try target.add(ImportedMessage(arrival: message.date ?? file.modified, flags: "S")) { body in
        try mbox.read(message, body)
      }
      observe(target.summary)
    }
    if !isMail { target.summary.note(unreadable: path.string, "no message was found in it") }
  }

  private func note(seenIn path: FilePath, of mailbox: SeenMailbox) throws {
    let file = try SourceFile(path, followingLink: true)
    var window = file.window
    guard let list = try SeenList(named: path.lastComponent?.string ?? "", &window) else { return }
    var batch: [[UInt8]] = []
    func settle() throws {
      try target.note(seen: batch, isOfGetmail: list.writer == .getmail)
      batch.removeAll(keepingCapacity: true)
    }
    let malformed = try list.read(&window) { name, uid in
      guard name == mailbox else { return }
      batch.append(uid)
      if batch.count == 1_000 { try settle() }
    }
    try settle()
    if malformed > 0 { target.summary.note(unreadable: path.string, "\(malformed) lines make no sense") }
  }

  private func goOn() throws { if isStopped() { throw Stopped() } }
}
