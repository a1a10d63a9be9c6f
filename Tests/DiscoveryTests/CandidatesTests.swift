import Discovery
import Providers
import Testing

@Suite struct CandidatesTests {
  private let address: MailAddress

  init() throws { address = try #require(MailAddress("Alice@Example.ORG")) }

  private func of(_ document: String, source: Candidate.Source = .autoconfig) throws -> (
    candidates: [Candidate], passedOver: [String]
  ) {
    Candidates.of(try ClientConfigReader.read(Array(document.utf8)), for: address, source: source)
  }

  @Test func `a document's servers become candidates in its order, with the names it says`() throws {
    let found = try of(Documents.provider)
    #expect(found.passedOver == [])
    #expect(
      found.candidates.map(\.place) == ["pop.example.org, port 995, TLS", "pop.example.org, port 110, STLS"])
    #expect(found.candidates.map(\.user) == ["Alice@Example.ORG", "Alice"])
    #expect(found.candidates.map(\.authentication) == [[.token, .password], [.encryptedPassword]])
    #expect(found.candidates.allSatisfy { !$0.isUserGuessed && !$0.takesTokensOnly })
  }

  @Test(arguments: ["plain", "", "none", "SSLv2", "tls "])
  func `a server without TLS is passed over, and that is said`(socket: String) throws {
    let found = try of(Documents.server(socket: socket))
    guard socket != "tls " else { return #expect(found.candidates.count == 1) }
    #expect(found.candidates == [])
    #expect(found.passedOver == ["pop.example.org, port 995, is without TLS and passed over"])
  }

  @Test(arguments: [
    "", "pop", "127.0.0.1", "0x7f.1", "2130706433", "[::1]", "::1", "pop.example.org/x", "pop example.org",
    "-pop.example.org",
    "pop..example.org", "a.b\u{9B}31m.org", "%EMAILDOMAIN%", "user@pop.example.org", "pop.example.org:995",
    "../../etc.passwd",
    "$(reboot).example.org", "pöp.example.org", "pop.example.org&#10;x",
  ])
  func `a host that is no name of DNS is passed over without its text`(host: String) throws {
    let found = try of(Documents.server(host: host))
    #expect(found.candidates == [])
    #expect(found.passedOver == ["a server's name in it is no host name"])
  }

  @Test(arguments: ["0", "-1", "65536", "", "995x", "0x3e3", "９９５"])
  func `a port that is none is passed over`(port: String) throws {
    let found = try of(Documents.server(port: port))
    #expect(found.candidates == [])
    #expect(found.passedOver.count == 1)
  }

  @Test func `names are put together from the address, each part once`() throws {
    let patterns: [(String, String?)] = [
      ("%EMAILADDRESS%", "Alice@Example.ORG"), ("%EMAILLOCALPART%", "Alice"),
      ("%EMAILLOCALPART%.%EMAILDOMAIN%", "Alice.example.org"), ("x%EMAILDOMAIN%y", "xexample.orgy"),
      ("fixed", "fixed"), ("%REALNAME%", nil), ("%EMAILADDRESS", nil), ("%%", nil), ("&#9;", nil),
      ("a&#9;b", nil),
      ("\u{85}x", nil),
    ]
    for (pattern, name) in patterns where pattern != "&#9;" {
      #expect(try of(Documents.server(user: pattern)).candidates.first?.user == name, "\(pattern)")
    }
    let tricky = try #require(MailAddress("%EMAILDOMAIN%@example.org"))
    let config = try ClientConfigReader.read(Array(Documents.server(user: "%EMAILLOCALPART%").utf8))
    #expect(Candidates.of(config, for: tricky, source: .ispdb).candidates.map(\.user) == ["%EMAILDOMAIN%"])
  }

  @Test func `without a name in the document the address is tried, as a guess`() throws {
    let found = try #require(try of(Documents.server(user: nil)).candidates.first)
    #expect(found.user == "Alice@Example.ORG" && found.isUserGuessed)
  }

  @Test func `a document without POP3 says what it has`() throws {
    let text =
      "<clientConfig version=\"1.1\"><emailProvider id=\"x\"><incomingServer type=\"imap\"/></emailProvider></clientConfig>"
    #expect(try of(text).passedOver == ["it names no POP3 server, only imap"])
  }

  @Test func `only tokens: as the document says, or as the provider is known for`() throws {
    #expect(try of(Documents.server(authentication: ["OAuth2"])).candidates.first?.takesTokensOnly == true)
    #expect(try of(Documents.server(authentication: [])).candidates.first?.takesTokensOnly == false)
    let microsoft = try of(Documents.server(host: "outlook.office365.com")).candidates.first
    #expect(microsoft?.takesTokensOnly == true)
    #expect(microsoft?.provider?.id == "microsoft" || microsoft?.provider?.id == "outlook")
  }

  @Test func `a provider's servers come with its way to name users`() throws {
    let webDE = try #require(Provider.named("web.de"))
    let user = try #require(MailAddress("bob@web.de"))
    #expect(Candidates.of(webDE, for: user).map(\.user) == ["bob", "bob"])
    #expect(
      Candidates.of(webDE, for: user).map(\.place) == [
        "pop3.web.de, port 995, TLS", "pop3.web.de, port 110, STLS",
      ])
    let proton = try #require(Provider.named("proton"))
    #expect(Candidates.of(proton, for: user) == [])
  }

  @Test func `guesses are the usual names, TLS from the start first`() {
    let guesses = Candidates.guesses(for: address)
    #expect(
      guesses.map(\.place) == [
        "pop.example.org, port 995, TLS", "pop3.example.org, port 995, TLS",
        "mail.example.org, port 995, TLS",
        "example.org, port 995, TLS", "pop.example.org, port 110, STLS", "pop3.example.org, port 110, STLS",
        "mail.example.org, port 110, STLS", "example.org, port 110, STLS",
      ])
    #expect(guesses.allSatisfy { $0.isUserGuessed })
  }

  @Test func `who is vouched for`() throws {
    func candidate(_ host: String, _ source: Candidate.Source) -> Bool {
      Candidate(host: host, port: 995, security: .implicit, user: "a", source: source).isVouched(
        for: "example.org")
    }
    for source in [
      Candidate.Source.preset, .autoconfig, .wellKnown, .ispdb, .mailExchanger("mx.example.net", .ispdb),
    ] {
      #expect(candidate("pop.example.net", source))
    }
    for source in [
      Candidate.Source.plainAutoconfig, .serviceRecord, .mailExchanger("mx.example.net", .autoconfig),
    ] {
      #expect(!candidate("pop.example.net", source))
      #expect(!candidate("notexample.org", source))
      #expect(candidate("pop.example.org", source))
      #expect(candidate("example.org", source))
    }
  }
}
