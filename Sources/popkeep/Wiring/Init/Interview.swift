import ArgumentParser
import Discovery
import Providers
import Settings

/// What a new account needs, taken from the options, and asked for on the terminal where they say nothing.
struct Interview {
  let mailbox: MailboxOptions
  let line: LineOptions
  let secrets: SecretOptions
  let tokens: TokenOptions
  /// The configuration that the account is added to; nil: a new one.
  let written: Configuration?
  /// True where an account without a password source will do, though nobody can be asked.
  let mayLackPassword: Bool
  let isTalkative: Bool

  func address(_ given: String?) throws -> String {
    try Question(
      option: "The address", text: "Mail address",
      remedy: "Give the mail address first, as in 'popkeep init alice@example.org'",
      problem: { $0.isEmpty ? "is empty" : nil }
    ).answer(given)
  }

  func newcomer(_ address: String, at server: MailServer) throws -> Newcomer {
    var account = Account(
      name: try name(for: address), host: server.host, port: server.port, tls: server.tls,
      allowPlaintext: mailbox.allowPlaintext, user: server.user, auth: mailbox.auth,
      onServer: mailbox.onServer?.rule ?? .keep)
    line.apply(to: &account)
    let grant = TokenGrant(tokens: tokens, server: server)
    if grant.isMeant(secrets, mailbox.auth) {
      account.oauth = try grant.settings()
      return Newcomer(account: account)
    }
    if account.auth == .external { return Newcomer(account: account) }
    if isTalkative { for sentence in advice(of: server) { Output.line(sentence) } }
    var newcomer = try SecretChoice(options: secrets, mayLackPassword: mayLackPassword).newcomer(account)
    if server.isUserGuessed, let parts = MailAddress(address) { newcomer.otherUser = parts.localPart }
    return newcomer
  }

  /// The archive's folder, absolute. A configuration has one archive for all its accounts.
  func archive(_ given: String?) throws -> String {
    if let written {
      guard let given, Environment.absolute(given) != written.archive else { return written.archive }
      throw ValidationError(
        "The configuration names the archive \(written.archive): leave --archive out, or write another "
          + "configuration with --config.")
    }
    let folder = try Question(
      option: "--archive", text: "Folder of the archive", proposal: "~/Mail/popkeep",
      remedy: "Name the folder of the archive with --archive", problem: { $0.isEmpty ? "is empty" : nil }
    ).answer(given)
    return Environment.absolute(folder)
  }

  /// What people of this provider stumble over.
  private func advice(of server: MailServer) -> [String] {
    guard let provider = server.provider, !provider.servers.isEmpty else { return [] }
    var sentences = [provider.popAccess, provider.advice].compactMap(\.self)
    if let name = provider.passwordName {
      sentences.append(
        "\(provider.name) calls a password for programs: \(name)"
          + (provider.passwordURL.map { "; \($0)" } ?? ""))
    }
    return sentences
  }

  /// The name given, or what stands before the @, where that is free.
  private func name(for address: String) throws -> String {
    let bytes = address.prefix { $0 != "@" }.utf8.prefix(64)
    let safe = String(decoding: bytes, as: UTF8.self).map { character in
      AccountName.problem(with: "a\(character)a") == nil ? character : "_"
    }
    let derived = String(safe)
    let fault = problem(withName: derived)
    return try Question(
      option: "--name", text: "Name for the account",
      remedy: "Choose a name for the account with --name, since \"\(derived)\" \(fault ?? "")",
      problem: problem(withName:)
    ).answer(mailbox.name ?? (fault == nil ? derived : nil))
  }

  private func problem(withName name: String) -> String? {
    if let problem = AccountName.problem(with: name) { return problem }
    let isTaken = written?.accounts.contains { $0.name.lowercased() == name.lowercased() } ?? false
    return isTaken ? "is the name of another account of the configuration" : nil
  }
}
