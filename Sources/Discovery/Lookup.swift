import Providers

/// What one rank of sources came to.
struct Round: Sendable {
  var candidates: [Candidate] = []
  var steps: [Step] = []
  /// A provider that is known to have no POP3.
  var closed: Provider?
  /// Services that the domain says it has not.
  var denied: [Candidate.Security] = []
  /// True where no name server answered at all.
  var isCutOff = false
}

/// The sources, by rank: each asks, and turns answers into candidates.
struct Lookup: Sendable {
  let address: MailAddress
  let web: WebSource
  /// False where a proxy is to be the only way out: questions to name servers would go around it.
  let asksNameServers: Bool

  /// What this program knows of the domain.
  func presets() -> Round {
    guard let provider = Provider.of(domain: address.domain) else {
      return Round(steps: [Step("the providers popkeep knows", "\(address.domain) is none of them")])
    }
    let candidates = Candidates.of(provider, for: address)
    return Round(
      candidates: candidates, steps: [Step("the providers popkeep knows", "it is \(provider.name)")],
      closed: candidates.isEmpty ? provider : nil)
  }

  /// The domain's own autoconfig, and Thunderbird's list.
  func autoconfig() -> Round {
    let places = AutoconfigPlaces.own(address) + [(.ispdb, AutoconfigPlaces.list(address.domain))]
    // In the order of trust: the list comes over TLS, the last of the domain's own does not.
    let order =
      places.filter { $0.source != .plainAutoconfig } + places.filter { $0.source == .plainAutoconfig }
    return joined(order.map { place in { @Sendable in web.read(place.url, as: place.source, for: address) } })
  }

  /// Those who receive the domain's mail, and what the domain's records say of POP3.
  func records() -> Round {
    guard asksNameServers else {
      return Round(steps: [
        Step("MX and SRV records", "not asked, since name servers are not reached by the proxy")
      ])
    }
    return joined([{ @Sendable in exchangers() }, { @Sendable in services() }])
  }

  func guesses() -> Round { Round(candidates: Candidates.guesses(for: address)) }

  private func exchangers() -> Round {
    let what = "MX of \(address.domain)"
    let found: [MailExchanger]
    switch NameServer.ask(address.domain, .mailExchanger) {
    case .success(let answer): found = answer.mailExchangers
    case .failure(let failure):
      return Round(steps: [Step(what, "\(failure)")], isCutOff: failure == .unavailable)
    }
    guard let host = found.lazy.compactMap({ DNSName.host($0.host) }).first else {
      return Round(steps: [Step(what, "there is none")])
    }
    let step = Step(what, host)
    if let provider = Provider.of(mailExchanger: host) {
      let source = Candidate.Source.mailExchanger(host, .preset)
      let candidates = Candidates.of(provider, for: address, source: source)
      return Round(
        candidates: candidates, steps: [step, Step(host, "it is \(provider.name)")],
        closed: candidates.isEmpty ? provider : nil)
    }
    // Its own domain was asked already.
    let domains = AutoconfigPlaces.domains(of: host).filter { $0 != address.domain }
    var round = joined(
      domains.map { domain in
        { @Sendable in
          web.read(AutoconfigPlaces.list(domain), as: .mailExchanger(host, .ispdb), for: address)
        }
      }
        + domains.map { domain in
          { @Sendable in
            web.read(AutoconfigPlaces.exchanger(domain), as: .mailExchanger(host, .autoconfig), for: address)
          }
        })
    round.steps.insert(step, at: 0)
    return round
  }

  private func services() -> Round {
    let names = ["_pop3s._tcp.\(address.domain)", "_pop3._tcp.\(address.domain)"]
    let answers = SideBySide.run(names.map { name in { @Sendable in NameServer.ask(name, .service) } })
    var steps: [Step] = []
    var records: [[ServiceRecord]] = []
    var denied: [Candidate.Security] = []
    for (index, (name, answer)) in zip(names, answers).enumerated() {
      switch answer {
      case .success(let answer):
        let found = answer.services
        records.append(found.filter { !$0.target.isEmpty })
        if found.contains(where: \.target.isEmpty) { denied.append(index == 0 ? .implicit : .starttls) }
        let text = found.map {
          $0.target.isEmpty ? "the domain says that it has none" : "\($0.target), port \($0.port)"
        }
        steps.append(Step("SRV \(name)", text.isEmpty ? "there is none" : text.joined(separator: "; ")))
      case .failure(let failure):
        records.append([])
        steps.append(Step("SRV \(name)", "\(failure)"))
      }
    }
    return Round(
      candidates: Candidates.of(records[1], secured: records[0], for: address), steps: steps, denied: denied)
  }

  private func joined(_ works: [@Sendable () -> Round]) -> Round {
    SideBySide.run(works).reduce(into: Round()) { whole, part in
      whole.candidates += part.candidates
      whole.steps += part.steps
      whole.closed = whole.closed ?? part.closed
      whole.denied += part.denied
      whole.isCutOff = whole.isCutOff || part.isCutOff
    }
  }
}
