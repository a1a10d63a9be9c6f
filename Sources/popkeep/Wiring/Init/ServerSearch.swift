import ArgumentParser
import Discovery
import Fetching
import Providers
import Settings

/// From the address and the options to the server of a mailbox, by looking where it may be.
struct ServerSearch {
  let mailbox: MailboxOptions
  let line: LineOptions
  /// False: nobody in the network is asked.
  let usesNetwork: Bool
  let isTalkative: Bool
  let isVerbose: Bool

  func server(of address: String) throws -> MailServer {
    if mailbox.host != nil { return try named(for: address) }
    guard let parts = MailAddress(address) else { return try named(for: address) }
    if usesNetwork && isTalkative { Output.note("Looking for the POP3 server of \(parts.domain) …") }
    switch try discovery(of: parts).run() {
    case .found(let found): return try agreed(found, parts)
    case .closed(let provider): throw closed(provider)
    case .nothing(let best): return try unfound(best, parts)
    case .cutOff: return try unreachable(parts)
    }
  }

  private func discovery(of address: MailAddress) throws -> Discovery {
    var options = Discovery.Options()
    options.caFile = line.caFile.map(Environment.absolute)
    options.usesNetwork = usesNetwork
    var account = Account(name: "", host: address.domain, user: "")
    line.apply(to: &account)
    options.proxy = try account.webProxy()
    var lack: String?
    return Discovery(
      address, options, base: try account.endpoint(),
      isWanted: { candidate in
        (mailbox.port.map { $0 == candidate.port } ?? true)
          && (mailbox.tls.map { $0 == TLSMode(candidate.security) } ?? true)
      },
      show: { step in
        if isVerbose { return Output.note("  \(step.what): \(step.outcome)") }
        // Once, however many sources lack the same.
        if step.isLack, lack != step.outcome { Output.note("\(step.outcome).") }
        lack = step.isLack ? step.outcome : lack
      })
  }

  /// Asks where nobody vouches for what was found, and says what it is.
  private func agreed(_ found: Discovery.Found, _ address: MailAddress) throws -> MailServer {
    let candidate = found.candidate
    if isTalkative { Output.line("\(candidate.place), \(candidate.origin).") }
    if !candidate.isVouched(for: address.domain) {
      let warning =
        "\(candidate.host) is not under \(address.domain), and it was named over a line that others could change"
      guard Prompt.isPossible else {
        throw ValidationError("\(warning): if it is right, name it with --host \(candidate.host).")
      }
      Output.note("\(warning).")
      guard try Question.isAgreed("Is \(candidate.host) the server of your provider?") else {
        return try named(for: address.text)
      }
    }
    return MailServer(
      host: candidate.host, port: candidate.port, tls: TLSMode(candidate.security),
      user: mailbox.user ?? candidate.user, isUserGuessed: mailbox.user == nil && candidate.isUserGuessed,
      provider: candidate.provider ?? Provider.of(domain: address.domain),
      takesTokensOnly: found.takesTokensOnly)
  }

  private func closed(_ provider: Provider) -> Failure {
    Failure(
      .unavailable, provider.advice ?? "\(provider.name) has no POP3.",
      hint: "Where there is a POP3 server all the same, name it with --host.")
  }

  /// Nothing was found: the user may know.
  private func unfound(_ best: (Candidate, any Error)?, _ address: MailAddress) throws -> MailServer {
    if Prompt.isPossible {
      if usesNetwork { Output.note("\(summary(best, address.domain)).") }
      return try named(for: address.text)
    }
    if let (candidate, error) = best {
      let problem = Problem(classifying: error)
      throw Failure(
        problem.kind, problem.message,
        hint: "That server was \(candidate.origin): name another one with --host.")
    }
    let domain = address.domain
    throw ValidationError(
      usesNetwork
        ? "\(summary(nil, domain)): name it with --host (--verbose shows what was tried)."
        : "Name the POP3 server of \(domain) with --host: it is none of the providers that popkeep knows.")
  }

  private func unreachable(_ address: MailAddress) throws -> MailServer {
    let message = "No name server answers, so that nothing can be looked up for \(address.domain)"
    guard Prompt.isPossible else {
      throw Failure(
        .unavailable, "\(message).", hint: "Check this machine's network, or name the server with --host.")
    }
    Output.note("\(message).")
    return try named(for: address.text)
  }

  private func summary(_ best: (Candidate, any Error)?, _ domain: String) -> String {
    guard let (candidate, error) = best else {
      return
        "No POP3 server was found for \(domain), neither by autoconfig, Thunderbird's list, MX and SRV records, "
        + "nor by a usual name"
    }
    let message = Problem(classifying: error).message
    return
      "\(candidate.place), \(candidate.origin), cannot be used: \(message.hasSuffix(".") ? String(message.dropLast()) : message)"
  }

  /// The server that the user names.
  private func named(for address: String) throws -> MailServer {
    let domain = address.lastIndex(of: "@").map { String(address[address.index(after: $0)...]) }
    let answer = try Question(
      option: "--host", text: "POP3 server", proposal: domain.map { "pop.\($0)" }.flatMap(HostName.parse),
      remedy: "Name the POP3 server with --host",
      problem: { HostName.parse($0) == nil ? HostName.problem(with: $0) : nil }
    ).answer(mailbox.host)
    let host = HostName.parse(answer) ?? answer
    let provider = Provider.of(host: host) ?? domain.flatMap(Provider.of(domain:))
    let isLocalPart = provider?.userForm == .localPart && provider?.hosts.contains(host) == true
    let name = isLocalPart ? String(address.prefix { $0 != "@" }) : address
    return MailServer(
      host: host, port: mailbox.port, tls: mailbox.tls ?? .implicit, user: mailbox.user ?? name,
      isUserGuessed: mailbox.user == nil && !isLocalPart, provider: provider,
      takesTokensOnly: Provider.of(host: host)?.takesTokensOnly == true)
  }
}

extension TLSMode {
  fileprivate init(_ security: Candidate.Security) {
    switch security {
    case .implicit: self = .implicit
    case .starttls: self = .starttls
    }
  }
}
