import Archive
import DemoServer
import Fetching
import Glibc
import Reading
import Settings

/// The acts of `popkeep demo`, one after the other, each with what it must come to.
struct Demonstration {
  private static let user = "alice@example.org"
  private static let kept = 100

  let folder: String
  let messages: Int
  let quiet: Bool

  private var archivePath: String { "\(folder)/archive" }
  private var configPath: String { "\(folder)/config.json" }

  func run() async throws {
    let mailbox = MadeMailbox(count: messages, seed: 1, now: Environment.now())
    let password = Environment.randomHex(bytes: 12)
    let served = try ServedDemo(mailbox, user: Self.user, password: password, now: Environment.now())
    defer { served.stop() }
    try write("ca.pem", served.certificate)
    try write("password", Array("\(password)\n".utf8))
    say(
      "A POP3 server with \(Quantity.count(mailbox.messages.count, "made message")) runs on 127.0.0.1:\(served.port), TLS."
    )
    try ArchiveFolder.create(archivePath)
    try await acts(served, mailbox)
    closing()
  }

  private func acts(_ served: ServedDemo, _ mailbox: MadeMailbox) async throws {
    say("")
    say("1. The first sync: everything is new.")
    let first = try await sync(served.port, .keep)
    try expect(first.fetched == mailbox.messages.count, "all messages are fetched")
    say("")
    say("2. The second sync: nothing is new.")
    let second = try await sync(served.port, .keep)
    try expect(second.fetched == 0, "nothing is fetched twice")
    say("")
    say("3. A policy, \"onServer\": {\"keepNewest\": \(Self.kept)}: what is safe here may leave the server.")
    let third = try await sync(served.port, RetentionRule(keepNewest: Self.kept))
    try expect(third.deleted == mailbox.messages.count - Self.kept, "the older ones leave the server")
    try expect(served.remaining == Self.kept, "the newest stay on the server")
    say("")
    say("4. Verify: every file is hashed and compared with what was fetched.")
    try verify(mailbox)
    say("")
    say("5. Search: the words of every message, what is enclosed in another among it.")
    try search("plum cake")
  }

  private func search(_ words: String) throws {
    let archive = try ArchiveFolder.open(archivePath, for: .reading)
    _ = try archive.readForSearch()
    var run = try SearchRun(
      archive, try QueryReader.read(words, now: Environment.now()), SearchExtent(limit: 1))
    let count = try run.count()
    try expect(count > 0, "a message is found by its words")
    say("\(Quantity.count(count, "message")) found for \(words), the newest of them:")
    try run.forEachLine(width: Output.width, withSnippets: true) { line in
      if !quiet { Output.line(line, isStyled: false) }
      return true
    }
  }

  private func sync(_ port: UInt16, _ rule: RetentionRule) async throws -> AccountReport {
    try write("config.json", Array(configurationText(port, rule).utf8))
    let configuration = try Configuration.load(file: configPath, home: Environment.home)
    var common = SharedOptions()
    (common.config, common.json, common.quiet, common.verbose) = (configPath, false, quiet, false)
    let archive = try ArchiveFolder.open(archivePath, for: .writing)
    let runner = SyncRunner(archive: archive, configuration: configuration, common: common)
    let passwords = try Passwords(configuration.accounts, ask: false)
    let reports = await runner.run(configuration.accounts, passwords: passwords, mode: .fetch)
    guard let report = reports.first else { throw unexpected("a sync reports") }
    ReportText(report, isDryRun: false, common: common).show()
    if let problem = report.problem { throw Failure(problem) }
    return report
  }

  private func verify(_ mailbox: MadeMailbox) throws {
    let summary = try ArchiveFolder.verify(archivePath, sample: nil) { Output.error("\($0)") }
    try expect(summary.isWell && summary.files == mailbox.messages.count, "every file is as it was fetched")
    say("\(Quantity.count(summary.files, "file")) (\(Quantity.octets(summary.octets))): all as fetched")
  }

  private func closing() {
    say("")
    say("The mail lies in \(archivePath)/accounts/demo, a plain Maildir. Look at it:")
    say("  popkeep list --config \(configPath)")
    say("  popkeep search plum cake --config \(configPath)")
    say("  mutt -f \(archivePath)/accounts/demo")
    say("")
    say("For your own account (nothing is deleted on the server unless you say so):")
    say("  popkeep init alice@example.org --host pop.example.org --archive ~/Mail/popkeep")
    say("  popkeep fetch")
    say("  popkeep daemon                 from now on by itself")
  }

  private func configurationText(_ port: UInt16, _ rule: RetentionRule) -> String {
    let policy = rule.keepNewest.map { "{ \"keepNewest\": \($0) }" } ?? "\"keep\""
    return """
      {
        "archive": "\(archivePath)",
        "accounts": [
          {
            "name": "demo", "host": "127.0.0.1", "port": \(port), "caFile": "\(folder)/ca.pem",
            "user": "\(Self.user)", "password": { "file": "\(folder)/password" },
            "onServer": \(policy)
          }
        ]
      }

      """
  }

  private func write(_ name: String, _ bytes: [UInt8]) throws {
    let path = "\(folder)/\(name)"
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    defer { if file >= 0 { close(file) } }
    guard file >= 0, bytes.withUnsafeBytes({ Glibc.write(file, $0.baseAddress, $0.count) }) == bytes.count
    else {
      throw Failure(
        .cannotCreate, "\(path) cannot be written: \(String(cString: strerror(errno))).",
        hint: "Name another folder with --dir.")
    }
  }

  private func expect(_ holds: Bool, _ what: String) throws {
    if !holds { throw unexpected(what) }
  }

  private func unexpected(_ what: String) -> Failure {
    Failure(
      .bug, "The demo did not come out as it must: \(what).",
      hint: "Please report it; the folder \(folder) is kept.")
  }

  private func say(_ text: String) {
    if !quiet { Output.line(text) }
  }
}
