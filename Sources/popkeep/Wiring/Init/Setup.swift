import ArgumentParser
import Fetching
import Glibc
import Settings

/// The acts of `popkeep init`. An account is tried, then the archive is made, then the configuration is written:
/// whatever fails, no half of a configuration stays behind.
struct Setup {
  private let common: SharedOptions
  /// The configuration that is there already; nil: there is none.
  let written: Configuration?

  init(_ common: SharedOptions) throws {
    self.common = common
    written = access(common.configPath, F_OK) == 0 ? try common.load() : nil
  }

  /// Goes through the stages of a session. Where one fails the command ends, unless the user wants otherwise. Returns the
  /// account as the server takes it.
  func tryOut(_ newcomer: Newcomer) throws -> Newcomer {
    // Its owner has to let this program in first.
    if newcomer.awaitsLogIn { return newcomer }
    let passwords = newcomer.password == nil ? try Passwords([newcomer.account], ask: true) : nil
    if isTalkative { Output.line("Trying \(newcomer.account.host), port \(newcomer.account.port):") }
    guard let problem = attempt(newcomer, passwords) else { return newcomer }
    if problem.kind == .loginRefused, let user = newcomer.otherUser {
      if isTalkative { Output.line("Trying the name \(user):") }
      var other = newcomer
      other.account.user = user
      if attempt(other, passwords) == nil { return other }
    }
    try decide(problem)
    return newcomer
  }

  private func attempt(_ newcomer: Newcomer, _ passwords: Passwords?) -> Problem? {
    let check = AccountCheck(
      newcomer.account, secret: { try secret(of: newcomer, passwords, insteadOf: $0) }, clock: .system)
    return check.run { [isTalkative] line in
      if isTalkative { for text in CheckRow(line).lines { Output.line(text) } }
    }
  }

  /// Ends the command, unless the user wants the configuration all the same.
  private func decide(_ problem: Problem) throws {
    if Prompt.isPossible {
      if !isTalkative { Output.error(problem.description) }
      if try Prompt.answer("Write the configuration all the same? (y/n)", proposal: "n").hasPrefix("y") {
        return
      }
      Output.note("Nothing was written.")
      throw ExitCode(problem.kind.exitCode)
    }
    let hint = (problem.hint.isEmpty ? "" : "\(problem.hint) ")
    throw Failure(
      problem.kind, problem.message, hint: hint + "Nothing was written; --no-check writes without trying.")
  }

  private func secret(
    of newcomer: Newcomer, _ passwords: Passwords?, insteadOf refused: PasswordText?
  ) throws -> AccountSecret {
    if let password = newcomer.password { return AccountSecret(password, origin: "as typed") }
    return try passwords?.secret(of: newcomer.account, insteadOf: refused)
      ?? AccountSecret(PasswordText([]), origin: "none")
  }

  /// Makes the archive unless there is one, then writes the account into the configuration.
  func write(_ newcomer: Newcomer, archive: String) throws {
    let account = newcomer.account
    try PasswordKeeping.keep(newcomer)
    let isNew = try ArchiveFolder.createUnlessPresent(archive)
    do {
      if written == nil {
        try ConfigurationText.create(
          Configuration(archive: archive, accounts: [account]), at: common.configPath, home: Environment.home)
      } else if case .paste(let entry) = try ConfigurationText.add(
        account, to: common.configPath, home: Environment.home)
      {
        throw handOver(entry)
      }
    } catch let failure as ConfigurationFailure {
      throw Failure(.cannotCreate, failure.sentence, hint: "")
    }
    try close(account, archive: archive, isNew: isNew)
  }

  /// Makes the archive that a written configuration names, or one for a configuration to come.
  func makeArchive(_ path: String) throws {
    let isNew = try ArchiveFolder.createUnlessPresent(path)
    if common.json { return try JSONOutput.print(SetupDocument(config: nil, archive: path, account: nil)) }
    guard !common.quiet else { return }
    Output.line(isNew ? "The archive \(path) is made." : "There is an archive at \(path) already.")
    if written?.archive == path {
      Output.line("Fetch the mail of \(common.configPath) into it: \(command("fetch"))")
    } else {
      if let written { Output.line("\(common.configPath) names another one: \(written.archive)") }
      Output.line("Fetch into it without a configuration: popkeep fetch pop3s://USER@HOST --to \(path)")
    }
  }

  var isTalkative: Bool { !common.quiet && !common.json }

  private func handOver(_ entry: String) -> Failure {
    // Standard output holds one document where that is asked for.
    for line in entry.split(separator: "\n").map(String.init) {
      if common.json { Output.note(line) } else { Output.line(line) }
    }
    return Failure(
      .cannotCreate, "\(common.configPath) was edited by hand and is left as it is.",
      hint: "Put these lines into its list \"accounts\".")
  }

  private func close(_ account: Account, archive: String, isNew: Bool) throws {
    if common.json {
      return try JSONOutput.print(
        SetupDocument(config: common.configPath, archive: archive, account: account.name))
    }
    guard !common.quiet else { return }
    Output.line("The account \"\(account.name)\" is written to \(common.configPath).")
    Output.line(isNew ? "The archive \(archive) is made." : "The archive is \(archive).")
    if account.onServer == .keep { Output.line("Nothing is deleted on the server.") }
    if case .client = account.oauth {
      Output.line("Allow popkeep in, once: \(command("login")) \(account.name)")
    }
    Output.line("Fetch the mail: \(command("fetch"))")
  }

  private func command(_ name: String) -> String {
    "popkeep \(name)" + (common.config.map { " --config \($0)" } ?? "")
  }
}

/// What `init --json` prints.
private struct SetupDocument: Encodable {
  let config: String?
  let archive: String
  let account: String?
}
