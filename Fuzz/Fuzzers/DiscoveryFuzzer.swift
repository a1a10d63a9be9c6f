import Discovery

/// What strangers say of a domain's servers, as a document or as an answer of a name server: any octets are read to an
/// end, and only names of DNS, ports and plain user names come out.
enum DiscoveryFuzzer {
  private static let address: MailAddress = {
    guard let address = MailAddress("anna@example.org") else { fatalError("no address") }
    return address
  }()

  static func run(_ input: inout FuzzInput) throws {
    let isDocument = input.octet() & 1 == 0
    let octets = Array(input.rest)
    if isDocument { checkDocument(octets) } else { checkAnswer(octets) }
  }

  private static func checkDocument(_ octets: [UInt8]) {
    do throws(ClientConfigReader.Failure) {
      let config = try ClientConfigReader.read(octets)
      demand(config.servers.count <= 16, "servers are bounded")
      let (candidates, passedOver) = Candidates.of(config, for: address, source: .autoconfig)
      demand(candidates.count <= config.servers.count, "a server is one candidate")
      check(candidates)
      for text in passedOver { demand(isPlain(text), "what is passed over is told in plain text") }
    } catch { demand(isPlain("\(error)"), "an error holds no control character") }
  }

  private static func checkAnswer(_ octets: [UInt8]) {
    let answer = DNSAnswer(octets)
    let (services, exchangers) = (answer.services, answer.mailExchangers)
    demand(services.count <= 64 && exchangers.count <= 64, "records are bounded")
    for name in services.map(\.target) + exchangers.map(\.host) {
      demand(isPlain(name) && name.utf8.count <= 254, "a name is a name")
    }
    for (first, second) in zip(exchangers, exchangers.dropFirst()) {
      demand(first.preference <= second.preference, "the nearest comes first")
    }
    check(Candidates.of(services, secured: services, for: address))
  }

  private static func check(_ candidates: [Candidate]) {
    for candidate in candidates {
      let isName = candidate.host.utf8.allSatisfy { octet in
        "abcdefghijklmnopqrstuvwxyz0123456789-_.".utf8.contains(octet)
      }
      demand(isName && candidate.host.contains("."), "a host is a name of DNS")
      demand(candidate.port > 0, "a port is a port")
      demand(isPlain(candidate.user) && !candidate.user.isEmpty, "a user has a plain name")
    }
  }

  private static func isPlain(_ text: String) -> Bool {
    text.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
  }
}
