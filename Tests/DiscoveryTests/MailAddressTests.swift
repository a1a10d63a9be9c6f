import Discovery
import Testing

@Suite struct MailAddressTests {
  @Test func `an address is cut at its last at sign, its domain is in small letters`() throws {
    let address = try #require(MailAddress("\"a@b\"@Mail.Example.ORG."))
    #expect(address.localPart == "\"a@b\"")
    #expect(address.domain == "mail.example.org")
    #expect(address.user(.address) == "\"a@b\"@Mail.Example.ORG.")
  }

  @Test(arguments: [
    "", "alice", "@example.org", "alice@", "alice@localhost", "alice@127.0.0.1", "alice@[127.0.0.1]",
    "alice@[::1]", "alice@a..b",
    "alice@exa mple.org", "alice@example.org/x", "alice@example.org?x", "alice@-x.org",
    "alice@bücher.example", "alice@x.1",
    "alice@x\r\ny.org",
  ])
  func `what cannot be looked up is no such address`(text: String) {
    #expect(MailAddress(text) == nil)
  }

  @Test func `places to look tell the address to the domain alone`() throws {
    let address = try #require(MailAddress("a+b&c@example.org"))
    #expect(
      AutoconfigPlaces.own(address).map(\.url) == [
        "https://autoconfig.example.org/mail/config-v1.1.xml?emailaddress=a%2Bb%26c%40example.org",
        "https://example.org/.well-known/autoconfig/mail/config-v1.1.xml",
        "http://autoconfig.example.org/mail/config-v1.1.xml",
      ])
    #expect(AutoconfigPlaces.list("example.org") == "https://autoconfig.thunderbird.net/v1.1/example.org")
  }

  @Test(arguments: [
    ("mx1.mail.example.org", ["mail.example.org", "example.org"]), ("mx.example.org", ["example.org"]),
    ("example.org", ["example.org"]), ("org", []), ("", []),
    ("a.b.c.d.e.example.org", ["d.e.example.org", "e.example.org", "example.org"]),
  ])
  func `the domain of a mail exchanger is one of the names above it`(host: String, domains: [String]) {
    #expect(AutoconfigPlaces.domains(of: host) == domains)
  }
}
