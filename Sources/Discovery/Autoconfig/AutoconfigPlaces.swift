import Web

/// The addresses where a document of autoconfiguration may be.
package enum AutoconfigPlaces {
  /// The domain's own web servers; they are told the address, since some answer for each mailbox by itself. Over plain
  /// HTTP they are not: anybody could read it.
  package static func own(_ address: MailAddress) -> [(source: Candidate.Source, url: String)] {
    let query = "?" + WebForm.encoded([("emailaddress", address.text)])
    let host = "autoconfig.\(address.domain)"
    return [
      (.autoconfig, "https://\(host)/mail/config-v1.1.xml\(query)"),
      (.wellKnown, "https://\(address.domain)/.well-known/autoconfig/mail/config-v1.1.xml"),
      (.plainAutoconfig, "http://\(host)/mail/config-v1.1.xml"),
    ]
  }

  /// Thunderbird's list of providers, which is told the domain and no more.
  package static func list(_ domain: String) -> String {
    "https://autoconfig.thunderbird.net/v1.1/\(domain)"
  }

  /// The web server of those who receive the domain's mail; the address is not sent there.
  package static func exchanger(_ domain: String) -> String {
    "https://autoconfig.\(domain)/mail/config-v1.1.xml"
  }

  /// The names above a mail exchanger's that may be its owner's domain: nothing tells which, so the longest three that have
  /// two labels or more. `mx1.mail.example.org`: `mail.example.org`, `example.org`.
  package static func domains(of exchanger: String) -> [String] {
    let labels = exchanger.split(separator: ".")
    guard labels.count > 2 else { return labels.count == 2 ? [exchanger] : [] }
    let all = (1...(labels.count - 2)).map { labels[$0...].joined(separator: ".") }
    return Array(all.suffix(3))
  }
}
