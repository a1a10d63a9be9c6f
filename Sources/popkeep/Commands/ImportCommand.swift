import Archive
import ArgumentParser
import Fetching
import Reading
import Settings
import SystemPackage

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract:
      "Take mail of other programs into the archive, and what fetchmail, getmail or mpop have fetched.",
    discussion: """
      Maildirs, mbox files, single messages and folders of them; what it is is told by looking. Nothing comes twice: what \
      the account has already, octet for octet, is left out. The source is never changed.

      Lists of fetched messages (fetchmail's .fetchids, getmail's oldmail-*, mpop's UIDLS file) are taken too: what they \
      name is not downloaded by the next fetch. It counts as not archived, and is never deleted from the server.

      Examples:
        popkeep import ~/Maildir --account home
        popkeep import ~/mail/archive.mbox ~/mail/2019 --account home
        popkeep import ~/.fetchids --account home
        popkeep import ~/Maildir --account home --dry-run
        popkeep import --forget-seen --account home        fetch what such lists named after all

      Exit codes: 0 done, 64 usage, 65 no mail, or files that cannot be read were left out, 74 disk, 75 another popkeep is \
      working on the archive, or ended early, 78 configuration.
      """)

  @Argument(help: "Maildirs, mbox files, messages, folders, lists of fetched messages.")
  var paths: [String] = []

  @Option(name: .long, help: "The account that the mail goes to; made where there is none of the name.")
  var account: String

  @Option(
    name: .long,
    help: ArgumentHelp(
      "How an mbox keeps lines that begin with \"From \": auto, mboxo, mboxrd, mboxcl, mboxcl2.",
      valueName: "format"))
  var mboxFormat: MboxFormat = .auto

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Which mailbox of a list of fetched messages is the account's (default: the one of its user and host).",
      valueName: "name"))
  var mailbox: String?

  @Flag(name: .long, help: "Forget all that such lists named: the next fetch brings it.")
  var forgetSeen = false

  @Flag(name: .long, help: "Say what would be new; change nothing.")
  var dryRun = false

  @OptionGroup var place: ArchiveOptions
  @OptionGroup var common: SharedOptions

  func validate() throws {
    guard Archive.isAccountName(account) else {
      throw ValidationError(
        "\"\(account)\" is no name of an account: letters, digits and . _ - @ + make one, and no dot begins it."
      )
    }
    if paths.contains("") { throw ValidationError("A path is empty.") }
    if paths.isEmpty != forgetSeen {
      throw ValidationError(
        forgetSeen ? "--forget-seen goes without paths." : "Say what to import: a path, or several.")
    }
    if forgetSeen && dryRun { throw ValidationError("--forget-seen does not go with --dry-run.") }
  }

  func run() async throws {
    try await endingWithExitCode {
      let configuration = place.archive == nil ? try common.load() : nil
      let known = configuration?.account(named: account)
      let path = try place.path(common)
      if forgetSeen { return try forget(in: try ArchiveFolder.open(path, for: .writing)) }
      let archive = try ArchiveFolder.open(path, for: dryRun ? .reading : .writing)
      if let configuration, known == nil, !common.quiet, !common.json {
        Output.note(
          "The configuration has no account \"\(account)\""
            + (configuration.accounts.isEmpty
              ? "." : "; it has \(configuration.accounts.map(\.name).joined(separator: ", "))."))
      }
      let started = ContinuousClock.now
      let summary = try await run(into: archive, known)
      try show(summary, Double(spent: ContinuousClock.now - started))
    }
  }

  private func run(into archive: Archive, _ known: Account?) async throws -> ImportSummary {
    let work = DriveWork(common)
    let options = Import.Options(mbox: mboxFormat, isMailbox: choice(known))
    let laidDown = known?.archiveOptions ?? AccountOptions()
    let sources = paths.map { FilePath(Environment.absolute($0)) }
    let (name, isTrial, progress) = (account, dryRun, work.progress)
    // Nothing is made for what cannot be imported, not even the account.
    try Import.check(sources, options)
    return try await work.run { isStopped in
      let target =
        isTrial
        ? ImportTarget(trial: try ImportTrial(archive, account: name))
        : ImportTarget(
          try archive.account(name, options: laidDown, now: Environment.now()), now: { Environment.now() })
      return try Import(
        into: target, options, isStopped: isStopped, observe: { progress.show(imported: $0, to: name) }
      ).run(sources)
    }
  }

  /// Which mailbox of a list is meant: the one that was named, or the one that the configuration has for the account.
  private func choice(_ known: Account?) -> (@Sendable (SeenMailbox) -> Bool)? {
    if let mailbox {
      return { $0.name.lowercased() == mailbox.lowercased() }
    }
    guard let known else { return nil }
    let (user, host) = (known.user, known.host)
    return { $0.isOf(user: user, host: host) }
  }

  private func forget(in archive: Archive) throws {
    try archive.requireAccount(account)
    let account = try archive.account(account, now: Environment.now())
    let count = try account.forgetAllSeen()
    if common.json {
      try JSONOutput.print(ForgottenDocument(account: account.name, forgotten: count))
    } else if !common.quiet {
      Output.line("\(account.name): \(Quantity.count(count, "unique-id")) of other fetchers forgotten")
    }
  }

  private func show(_ summary: ImportSummary, _ seconds: Double) throws {
    if common.json {
      try JSONOutput.print(ImportDocument(account, summary, dryRun: dryRun, seconds))
    } else if !common.quiet {
      for line in lines(summary, seconds) { Output.line(line) }
    }
    for file in summary.unreadable.prefix(common.json ? 0 : 100) {
      Output.error("\(file.path) was left out: \(file.reason).")
    }
    if summary.isCut {
      throw Failure(
        .tryAgain, "The import was ended early.", hint: "What is counted is safe; run it again for the rest.")
    }
    if summary.unreadableCount > 0 {
      throw Failure(
        .badData, "\(Quantity.count(summary.unreadableCount, "file")) could not be read and were left out.",
        hint: "Everything else was imported.")
    }
  }

  private func lines(_ summary: ImportSummary, _ seconds: Double) -> [String] {
    var lines: [String] = []
    let isSeenAlone = summary.seen > 0 && summary.imported + summary.known == 0
    if !isSeenAlone {
      let known = summary.known > 0 ? ", \(Quantity.grouped(summary.known)) here already" : ""
      let ignored = summary.ignored > 0 ? ", \(Quantity.count(summary.ignored, "file")) without mail" : ""
      lines.append(
        "\(account): \(Quantity.count(summary.imported, "message")) (\(Quantity.octets(summary.octets))) "
          + "\(dryRun ? "would be imported" : "imported") in \(Quantity.seconds(seconds))\(known)\(ignored)")
    }
    if summary.seen > 0 {
      let new = dryRun ? "" : ", \(Quantity.grouped(summary.seenNew)) of them new"
      lines.append(
        "\(account): \(Quantity.count(summary.seen, "message")) fetched by another program\(new): not fetched again, not "
          + "archived, never deleted from the server")
    }
    return lines
  }
}

extension MboxFormat: ExpressibleByArgument {}

extension ProgressLine {
  /// How far an import is, now and then.
  func show(imported summary: ImportSummary, to account: String) {
    guard (summary.imported + summary.known) % 256 == 0 else { return }
    status(
      "\(account): \(Quantity.grouped(summary.imported)) imported (\(Quantity.octets(summary.octets))), "
        + "\(Quantity.grouped(summary.known)) here already")
  }
}

/// What `import --json` prints.
private struct ImportDocument: Encodable {
  struct File: Encodable {
    let path: String
    let reason: String
  }

  let account: String
  let dryRun: Bool
  let imported: Int
  let bytes: Int64
  let known: Int
  let ignored: Int
  let seen: Int
  let seenNew: Int
  let unreadable: [File]
  let unreadableCount: Int
  let seconds: Double

  init(_ account: String, _ summary: ImportSummary, dryRun: Bool, _ seconds: Double) {
    self.account = account
    self.dryRun = dryRun
    imported = summary.imported
    bytes = summary.octets
    known = summary.known
    ignored = summary.ignored
    seen = summary.seen
    seenNew = summary.seenNew
    unreadable = summary.unreadable.map { File(path: $0.path, reason: $0.reason) }
    unreadableCount = summary.unreadableCount
    self.seconds = seconds
  }
}

/// What `import --forget-seen --json` prints.
private struct ForgottenDocument: Encodable {
  let account: String
  let forgotten: Int
}
