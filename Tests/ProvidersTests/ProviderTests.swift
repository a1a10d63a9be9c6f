import Providers
import Testing

@Suite struct ProviderTests {
  @Test(arguments: [
    ("gmail.com", "google"), ("GMail.Com", "google"), ("gmail.com.", "google"), ("hotmail.co.uk", "outlook"),
    ("contoso.onmicrosoft.com", "microsoft"), ("ymail.com", "yahoo"), ("cox.net", "yahoo"), ("gmx.de", "gmx"),
    ("gmx.com", "gmx-international"), ("zohomail.eu", "zoho-eu"), ("126.com", "126.com"),
    ("icloud.com", "icloud"),
    ("austin.rr.com", "twc"),
  ])
  func `an address's domain tells the provider`(domain: String, id: String) {
    #expect(Provider.of(domain: domain)?.id == id)
  }

  @Test(arguments: [
    "example.org", "", ".", "com", "mail.gmail.com", "notgmail.com", "onmicrosoft.com", "de.",
  ])
  func `a domain that only looks like a provider's is none`(domain: String) {
    #expect(Provider.of(domain: domain) == nil)
  }

  @Test(arguments: [
    ("aspmx.l.google.com", "google"), ("ALT1.ASPMX.L.GOOGLE.COM.", "google"), ("smtp.google.com", "google"),
    ("example-org.mail.protection.outlook.com", "microsoft"), ("eur.olc.protection.outlook.com", "outlook"),
    ("example-org.o-v1.mx.microsoft", "microsoft"), ("mx-eu.mail.am0.yahoodns.net", "yahoo"),
    ("mx-aol.mail.gm0.yahoodns.net", "aol"), ("in1-smtp.messagingengine.com", "fastmail"),
    ("mx2.zoho.eu", "zoho-domain-eu"),
    ("mx00.kundenserver.de", "ionos"), ("mxext1.mailbox.org", "mailbox.org"),
    ("spool.mail.gandi.net", "gandi"),
  ])
  func `the host that receives a domain's mail tells the provider`(host: String, id: String) {
    #expect(Provider.of(mailExchanger: host)?.id == id)
  }

  @Test(arguments: [
    "mx.example.org", "fakegoogle.com", "google.com.example.org", "protection.outlook.com", "",
  ])
  func `a mail exchanger that only looks like a provider's is none`(host: String) {
    #expect(Provider.of(mailExchanger: host) == nil)
  }

  @Test func `a server's name tells the provider`() {
    #expect(Provider.of(host: "pop.gmail.com")?.id == "google")
    #expect(Provider.of(host: "pop.googlemail.com")?.id == "google")
    #expect(Provider.of(host: "POP-MAIL.outlook.com")?.id == "outlook")
    #expect(Provider.of(host: "pop.example.org") == nil)
  }

  @Test func `names and servers are unlike, in small letters and of plain DNS`() {
    #expect(Set(Provider.all.map(\.id)).count == Provider.all.count)
    for provider in Provider.all {
      #expect(Provider.named(provider.id) == provider)
      for name in provider.domains + provider.mailExchangers + provider.hosts {
        let isPlain = name.utf8.allSatisfy { "abcdefghijklmnopqrstuvwxyz0123456789.-".utf8.contains($0) }
        #expect(isPlain && name.contains(".") && !name.hasSuffix("."), "\(provider.id): \(name)")
      }
      for server in provider.servers {
        #expect(server.port == (server.security == .implicit ? 995 : 110), "\(provider.id)")
        #expect(Provider.of(host: server.host) != nil)
      }
      #expect(Set(provider.domains).count == provider.domains.count, "\(provider.id)")
    }
  }

  @Test func `no domain or mail exchanger belongs to two providers`() {
    for names in [Provider.all.flatMap(\.domains), Provider.all.flatMap(\.mailExchangers)] {
      let doubles = Dictionary(grouping: names, by: \.self).filter { $0.value.count > 1 }.keys
      #expect(doubles.isEmpty, "\(doubles)")
    }
  }

  @Test func `who has no server says why, and who takes only tokens says where they are had`() {
    for provider in Provider.all {
      #expect(!provider.servers.isEmpty || provider.advice?.contains("POP3") == true, "\(provider.id)")
      #expect(!provider.takesTokensOnly || provider.oauth != nil, "\(provider.id)")
      for sentence in [provider.popAccess, provider.advice].compactMap(\.self) {
        #expect(sentence.hasSuffix(".") && !sentence.contains("\n"), "\(provider.id)")
      }
    }
  }

  @Test func `tokens are had over TLS alone`() {
    for provider in Provider.all {
      guard let oauth = provider.oauth else { continue }
      for address in [oauth.authorization, oauth.token, oauth.device].compactMap(\.self) {
        #expect(address.hasPrefix("https://"), "\(provider.id)")
      }
      #expect(!oauth.scope.isEmpty)
    }
    #expect(Provider.named("google")?.oauth?.device == nil, "Google's device flow has no scope for mail")
    #expect(Provider.named("microsoft")?.oauth?.device?.contains("{tenant}") == true)
  }
}
