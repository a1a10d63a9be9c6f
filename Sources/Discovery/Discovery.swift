package import POP3Client
package import Providers

// From a mail address to a POP3 server that answers. Sources are asked by rank, those of one rank side by side, and what
// they name is tried before it is believed: a connection, TLS with the certificate verified, a greeting. No secret is in this
// module's reach.

/// Finds the POP3 server of a mailbox.
package struct Discovery {
  package struct Options: Sendable {
    /// Authorities that web servers are to show in place of the system's, a PEM file.
    package var caFile: String?
    /// The way to them, as libcurl takes it; nil: straight.
    package var proxy: String?
    /// False: nothing but what this program knows, untried.
    package var usesNetwork = true
    /// For all of it.
    package var patience = Duration.seconds(20)

    package init() {}
  }

  package struct Found: Sendable {
    package let candidate: Candidate
    /// True where the server takes access tokens alone, as its source says or as it announces itself.
    package let takesTokensOnly: Bool

    init(_ candidate: Candidate, _ answer: ServerTrial.Answer?) {
      self.candidate = candidate
      takesTokensOnly = candidate.takesTokensOnly || answer?.takesTokensOnly == true
    }
  }

  package enum Outcome: Sendable {
    case found(Found)
    /// The provider is known, and has no POP3.
    case closed(Provider)
    /// Nothing answers. The failure of the best that was named, where something was.
    case nothing((Candidate, any Error)?)
    /// No name server answers: nothing can be found from here now.
    case cutOff
  }

  private let lookup: Lookup
  private let trial: ServerTrial
  private let options: Options
  private let show: (Step) -> Void
  private let isWanted: (Candidate) -> Bool

  /// - Parameters:
  ///   - base: whom to trust and which way to take to servers; its own server is not asked.
  ///   - isWanted: false for candidates that the user's own settings rule out.
  ///   - show: takes each step once it is done.
  package init(
    _ address: MailAddress, _ options: Options, base: Endpoint,
    isWanted: @escaping (Candidate) -> Bool = { _ in true }, show: @escaping (Step) -> Void = { _ in }
  ) {
    let web = WebSource(caFile: options.caFile, proxy: options.proxy, patience: .seconds(6))
    let asksNameServers = base.route.proxy?.looksUpNames != true
    lookup = Lookup(address: address, web: web, asksNameServers: asksNameServers)
    trial = ServerTrial(base: base)
    self.options = options
    self.show = show
    self.isWanted = isWanted
  }
}

extension Discovery {
  /// Asks rank by rank until a server answers. Blocks the calling thread.
  package func run() -> Outcome {
    let deadline = Deadline.after(options.patience)
    var search = Search()
    let ranks: [() -> Round] = [lookup.presets, lookup.autoconfig, lookup.records, lookup.guesses]
    for rank in options.usesNetwork ? ranks : [lookup.presets] where !deadline.isPast {
      let round = rank()
      for step in round.steps { show(step) }
      search.denied += round.denied
      search.isCutOff = search.isCutOff || round.isCutOff
      let fresh = round.candidates.filter { isWanted($0) && search.isFresh($0) }
      if !options.usesNetwork, let first = fresh.first { return .found(Found(first, nil)) }
      if let found = attempt(fresh, &search, deadline) { return .found(found) }
      if let provider = round.closed { return .closed(provider) }
    }
    return search.isCutOff && search.named == nil ? .cutOff : .nothing(search.named)
  }

  /// What the search has seen so far.
  private struct Search {
    var tried: [Candidate] = []
    /// The best that somebody named, and why it is of no use.
    var named: (Candidate, any Error)?
    /// Services that the domain says it has not.
    var denied: [Candidate.Security] = []
    var isCutOff = false

    func isFresh(_ candidate: Candidate) -> Bool {
      if candidate.source == .guess, denied.contains(candidate.security) { return false }
      return !tried.contains { $0.isSameServer(as: candidate) }
    }
  }

  private func attempt(_ candidates: [Candidate], _ search: inout Search, _ deadline: Deadline) -> Found? {
    var chosen: [Candidate] = []
    for candidate in candidates where !chosen.contains(where: { $0.isSameServer(as: candidate) }) {
      chosen.append(candidate)
    }
    search.tried += chosen
    var found: Found?
    for (candidate, result) in zip(chosen, trial.run(chosen, within: deadline.remaining)) where found == nil {
      switch result {
      case .success(let answer):
        show(Step(candidate.place, answer.greeting))
        found = Found(candidate, answer)
      case .failure(let failure):
        show(Step(candidate.place, "\(failure)"))
        if search.named == nil, candidate.source != .guess { search.named = (candidate, failure) }
      }
    }
    return found
  }
}
