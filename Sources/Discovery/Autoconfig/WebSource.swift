import Web

/// Reads documents of autoconfiguration from the web.
struct WebSource: Sendable {
  let caFile: String?
  let proxy: String?
  /// For one document.
  let patience: Duration

  /// What the document at `url` says, as candidates and steps.
  func read(_ url: String, as source: Candidate.Source, for address: MailAddress) -> Round {
    // Without the query, which holds the address.
    let what = String(url.prefix { $0 != "?" })
    let client = WebClient(caFile: caFile, proxy: proxy, timeout: patience)
    do {
      let answer = try client.get(url, limit: ClientConfigReader.limit)
      guard answer.status == 200 else {
        return Round(steps: [Step(what, "there is none (\(answer.status))")])
      }
      let config = try ClientConfigReader.read(answer.body)
      let (candidates, passedOver) = Candidates.of(config, for: address, source: source)
      let found = candidates.map(\.place).joined(separator: "; ")
      return Round(
        candidates: candidates,
        steps: (candidates.isEmpty ? [] : [Step(what, found)]) + passedOver.map { Step(what, $0) })
    } catch {
      let isLack = (error as? WebFailure)?.code == .libraryMissing
      return Round(steps: [Step(what, "\(error)", isLack: isLack)])
    }
  }
}
