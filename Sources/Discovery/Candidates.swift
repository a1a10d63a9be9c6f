package import Providers

/// Candidates as pure functions of what sources answer, the best first.
package enum Candidates {
  /// What is known of a provider; none where it has no POP3.
  package static func of(
    _ provider: Provider, for address: MailAddress, source: Candidate.Source = .preset
  ) -> [Candidate] {
    provider.servers.map { server in
      let security: Candidate.Security =
        switch server.security {
        case .implicit: .implicit
        case .starttls: .starttls
        }
      let form: UserForm =
        switch provider.userForm {
        case .address: .address
        case .localPart: .localPart
        }
      return Candidate(
        host: server.host, port: server.port, security: security, user: address.user(form), source: source,
        authentication: provider.takesTokensOnly ? [.token] : [], provider: provider)
    }
  }

  /// What an autoconfig says, in its order, and what of it cannot be used, as sentences without full stops.
  package static func of(
    _ config: ClientConfig, for address: MailAddress, source: Candidate.Source
  ) -> (candidates: [Candidate], passedOver: [String]) {
    var candidates: [Candidate] = []
    var passedOver: [String] = []
    for server in config.servers {
      switch usable(server, for: address, source: source) {
      case .success(let candidate): candidates.append(candidate)
      case .failure(let reason): passedOver.append(reason.text)
      }
    }
    if config.servers.isEmpty {
      let others = config.otherProtocols
      passedOver.append(
        others.isEmpty
          ? "it names no server" : "it names no POP3 server, only \(others.joined(separator: ", "))")
    }
    return (candidates, passedOver)
  }

  /// What SRV records say (RFC 6186 §3.3): by priority, then TLS from the start, then by weight.
  package static func of(_ services: [ServiceRecord], secured: [ServiceRecord], for address: MailAddress)
    -> [Candidate]
  {
    let all =
      secured.map { ($0, Candidate.Security.implicit) } + services.map { ($0, Candidate.Security.starttls) }
    return all.enumerated().sorted { left, right in
      let (one, other) = (left.element, right.element)
      if one.0.priority != other.0.priority { return one.0.priority < other.0.priority }
      if one.1 != other.1 { return one.1 == .implicit }
      // By chance in proportion to the weight, says RFC 2782; here the same answer leads to the same server.
      return (other.0.weight, left.offset) < (one.0.weight, right.offset)
    }.compactMap { entry in
      let (record, security) = entry.element
      guard let host = DNSName.host(record.target), record.port != 0 else { return nil }
      return Candidate(
        host: host, port: record.port, security: security, user: address.user(.address), isUserGuessed: true,
        source: .serviceRecord)
    }
  }

  /// Names that servers often have, on the usual ports.
  package static func guesses(for address: MailAddress) -> [Candidate] {
    let hosts = ["pop", "pop3", "mail"].map { "\($0).\(address.domain)" } + [address.domain]
    let ports: [(UInt16, Candidate.Security)] = [(995, .implicit), (110, .starttls)]
    return ports.flatMap { port, security in
      hosts.map { host in
        Candidate(
          host: host, port: port, security: security, user: address.user(.address), isUserGuessed: true,
          source: .guess)
      }
    }
  }

  private struct Reason: Error {
    let text: String
  }

  private static func usable(
    _ server: ClientConfig.Server, for address: MailAddress, source: Candidate.Source
  ) -> Result<Candidate, Reason> {
    guard let host = DNSName.host(server.hostname) else {
      return .failure(Reason(text: "a server's name in it is no host name"))
    }
    guard let port = UInt16(server.port), port != 0 else {
      return .failure(Reason(text: "the port of \(host) in it is no port"))
    }
    let security: Candidate.Security
    switch server.socketType.uppercased() {
    case "SSL", "TLS": security = .implicit
    case "STARTTLS": security = .starttls
    case _: return .failure(Reason(text: "\(host), port \(port), is without TLS and passed over"))
    }
    let name = server.username.isEmpty ? address.text : ClientConfig.fill(in: server.username, of: address)
    guard let name, !name.isEmpty, name.utf8.count <= 512 else {
      return .failure(Reason(text: "the user name for \(host) in it cannot be told from the address"))
    }
    return .success(
      Candidate(
        host: host, port: port, security: security, user: name, isUserGuessed: server.username.isEmpty,
        source: source, authentication: server.authentication.compactMap(authentication)))
  }

  private static func authentication(_ word: String) -> Candidate.Authentication? {
    switch word.lowercased() {
    case "password-cleartext", "plain": .password
    case "password-encrypted", "secure": .encryptedPassword
    case "oauth2": .token
    case "none", "client-ip-address", "smtp-after-pop": nil
    case _: .other
    }
  }
}
