import ArgumentParser
import Settings

/// What a new account needs, taken from the options, and asked for on the terminal where they say nothing.
struct Interview {
  /// One thing to know.
  private struct Question {
    let option: String
    let text: String
    var proposal: String?
    /// What to do where nobody can be asked, as a sentence without its full stop.
    let remedy: String
    /// What is wrong with an answer, as the end of a sentence that begins with it.
    var problem: (String) -> String? = { _ in nil }
  }

  let options: MailboxOptions
  /// The configuration that the account is added to; nil: a new one.
  let written: Configuration?
  /// True where an account without a password source will do, though nobody can be asked.
  let mayLackPassword: Bool

  func account(_ given: String?) throws -> Account {
    let address = try answer(
      given,
      Question(
        option: "The address", text: "Mail address",
        remedy: "Give the mail address first, as in 'popkeep init alice@example.org --host HOST'",
        problem: { $0.isEmpty ? "is empty" : nil }))
    let host = try host(of: address)
    let user = options.user ?? address
    let tls = options.tls ?? .implicit
    return Account(
      name: try name(for: address), host: HostName.parse(host) ?? host, port: options.port, tls: tls,
      allowPlaintext: options.allowPlaintext, caFile: options.caFile.map(Environment.absolute), user: user,
      password: try password(), onServer: options.onServer?.rule ?? .keep)
  }

  /// The archive's folder, absolute. A configuration has one archive for all its accounts.
  func archive(_ given: String?) throws -> String {
    if let written {
      guard let given, Environment.absolute(given) != written.archive else { return written.archive }
      throw ValidationError(
        "The configuration names the archive \(written.archive): leave --archive out, or write another "
          + "configuration with --config.")
    }
    let folder = try answer(
      given,
      Question(
        option: "--archive", text: "Folder of the archive", proposal: "~/Mail/popkeep",
        remedy: "Name the folder of the archive with --archive", problem: { $0.isEmpty ? "is empty" : nil }))
    return Environment.absolute(folder)
  }

  private func host(of address: String) throws -> String {
    let domain = address.lastIndex(of: "@").map { "pop." + address[address.index(after: $0)...] }
    return try answer(
      options.host,
      Question(
        option: "--host", text: "POP3 server", proposal: domain.flatMap(HostName.parse),
        remedy: "Name the POP3 server with --host",
        problem: { HostName.parse($0) == nil ? HostName.problem(with: $0) : nil }))
  }

  /// The name given, or what stands before the @, where that is free.
  private func name(for address: String) throws -> String {
    let bytes = address.prefix { $0 != "@" }.utf8.prefix(64)
    let safe = String(decoding: bytes, as: UTF8.self).map { character in
      AccountName.problem(with: "a\(character)a") == nil ? character : "_"
    }
    let derived = String(safe)
    let fault = problem(withName: derived)
    return try answer(
      options.name ?? (fault == nil ? derived : nil),
      Question(
        option: "--name", text: "Name for the account",
        remedy: "Choose a name for the account with --name, since \"\(derived)\" \(fault ?? "")",
        problem: problem(withName:)))
  }

  private func problem(withName name: String) -> String? {
    if let problem = AccountName.problem(with: name) { return problem }
    let isTaken = written?.accounts.contains { $0.name.lowercased() == name.lowercased() } ?? false
    return isTaken ? "is the name of another account of the configuration" : nil
  }

  private func password() throws -> PasswordSource? {
    if let source = try options.passwordSource { return source }
    if !Prompt.isPossible && mayLackPassword { return nil }
    let kind = try answer(
      nil,
      Question(
        option: "The answer",
        text: "The password: from a (c)ommand, a (f)ile, an (e)nvironment variable, or (t)yped each time",
        proposal: "t",
        remedy: "Say where the password is with --password-command, --password-file or --password-env",
        problem: { "cfet".contains($0.prefix(1)) ? nil : "is none of c, f, e and t" }))
    switch kind.prefix(1) {
    case "c":
      return .command(
        try CommandWords.split(try detail("Command that prints it, such as pass show mail/home")))
    case "f": return .file(Environment.absolute(try detail("File that holds it, mode 0600")))
    case "e": return .env(try detail("Name of the variable"))
    case _: return nil
    }
  }

  private func detail(_ text: String) throws -> String {
    try answer(
      nil, Question(option: "The answer", text: text, remedy: "", problem: { $0.isEmpty ? "is empty" : nil }))
  }

  private func answer(_ given: String?, _ question: Question) throws -> String {
    if let given {
      guard let problem = question.problem(given) else { return given }
      throw ValidationError("\(question.option) \(given.isEmpty ? "" : "\(given) ")\(problem).")
    }
    guard Prompt.isPossible else {
      throw ValidationError("\(question.remedy): there is no terminal to ask on.")
    }
    while true {
      let text = try Prompt.answer(question.text, proposal: question.proposal)
      guard let problem = question.problem(text) else { return text }
      Output.note("\(text.isEmpty ? "The answer" : text) \(problem).")
    }
  }
}
