import Discovery
import TestFiles
import Testing

@Suite struct ClientConfigTests {
  private func read(_ text: String) throws -> ClientConfig { try ClientConfigReader.read(Array(text.utf8)) }

  private func document(_ inner: String) -> String {
    "<?xml version=\"1.0\"?>\n<clientConfig version=\"1.1\"><emailProvider id=\"x\">\(inner)</emailProvider></clientConfig>"
  }

  @Test func `a provider's document is read for its POP3 servers, in their order`() throws {
    let config = try read(Documents.provider)
    #expect(config.displayName == "Example Mail & more")
    #expect(config.otherProtocols == ["imap"])
    #expect(config.issuer == "accounts.example.org")
    try #require(config.servers.count == 2)
    #expect(config.servers[0].hostname == "pop.example.org")
    #expect(config.servers[0].port == "995")
    #expect(config.servers[0].socketType == "SSL")
    #expect(config.servers[0].username == "%EMAILADDRESS%")
    #expect(config.servers[0].authentication == ["OAuth2", "password-cleartext"])
    #expect(config.servers[1].socketType == "STARTTLS")
    #expect(config.servers[1].username == "%EMAILLOCALPART%")
  }

  @Test func `text comes in pieces, in other encodings and in CDATA`() throws {
    let inner =
      "<incomingServer type=\"pop3\"><hostname> pop<!-- x -->.exam<![CDATA[ple]]>.or&#x67; \n</hostname></incomingServer>"
    #expect(try read(document(inner)).servers.map(\.hostname) == ["pop.example.org"])
    let wide = Array(document(inner).replacing("<?xml version=\"1.0\"?>\n", with: "").utf16)
    let octets: [UInt8] =
      [0xFE, 0xFF] + wide.flatMap { (unit: UInt16) -> [UInt8] in [UInt8(unit >> 8), UInt8(unit & 0xFF)] }
    #expect(try ClientConfigReader.read(octets).servers.map(\.hostname) == ["pop.example.org"])
    let latin =
      Array(
        "<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><clientConfig version=\"1.1\"><emailProvider id=\"x\"><displayName>B"
          .utf8)
      + [0xFC] + Array("ro</displayName></emailProvider></clientConfig>".utf8)
    #expect(try ClientConfigReader.read(latin).displayName == "Büro")
  }

  @Test func `elements of the same names elsewhere mean nothing`() throws {
    let config = try read(
      """
      <clientConfig version="1.1"><incomingServer type="pop3"><hostname>a.example.org</hostname></incomingServer>
      <emailProvider id="x"><outgoingServer type="pop3"><hostname>b.example.org</hostname></outgoingServer>
      <other><incomingServer type="pop3"><hostname>c.example.org</hostname></incomingServer></other>
      <incomingServer type="pop3"><deeper><hostname>d.example.org</hostname></deeper></incomingServer>
      </emailProvider></clientConfig>
      """)
    #expect(config.servers.map(\.hostname) == [""])
  }

  @Test func `a document type is refused, and with it every entity of its own`() {
    let bomb =
      "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>\n" + document("&b;")
    for text in [bomb, "<!DOCTYPE x SYSTEM \"file:///etc/passwd\">" + document("")] {
      #expect(throws: ClientConfigReader.Failure.documentType) { try read(text) }
    }
    #expect(throws: ClientConfigReader.Failure.malformed(line: 2)) { try read(document("&unknown;")) }
  }

  @Test(arguments: [
    "", " ", "\0", "<", "<html><body>404</body></html>", "<clientConfig>",
    "<clientConfig version=\"1.1\"><a></clientConfig>",
    "<clientConfig version=\"2.0\"/>", "<emailProvider/>", "{\"json\": true}",
    "<clientConfig version=\"1.1\"/><x/>",
    "<clientConfig version=\"1.1\">&#0;</clientConfig>", "<clientConfig version=\"1.1\" version=\"1.1\"/>",
  ])
  func `what is no such document is refused`(text: String) {
    #expect(throws: ClientConfigReader.Failure.self) { try read(text) }
  }

  @Test func `a refusal says which line, and nothing of the document`() {
    #expect(throws: ClientConfigReader.Failure.malformed(line: 3)) {
      try read("<clientConfig version=\"1.1\">\n\n<secret></x>")
    }
    #expect("\(ClientConfigReader.Failure.malformed(line: 3))" == "its answer is no XML (line 3)")
  }

  @Test func `depth, number and length are bounded`() throws {
    let deep = String(repeating: "<a>", count: 5000) + String(repeating: "</a>", count: 5000)
    #expect(throws: ClientConfigReader.Failure.tooDeep) { try read(document(deep)) }
    #expect(throws: ClientConfigReader.Failure.tooMany) {
      try read(document(String(repeating: "<a/>", count: 5000)))
    }
    let large = [UInt8](repeating: 0x20, count: ClientConfigReader.limit + 1)
    #expect(throws: ClientConfigReader.Failure.tooLarge) { try ClientConfigReader.read(large) }
    let server =
      "<incomingServer type=\"pop3\"><hostname>\(String(repeating: "a", count: 600))</hostname>"
      + String(repeating: "<authentication>plain</authentication>", count: 100) + "</incomingServer>"
    let config = try read(document(String(repeating: server, count: 30)))
    #expect(config.servers.count == 16)
    #expect(config.servers.allSatisfy { $0.hostname.isEmpty && $0.authentication.count == 16 })
  }

  @Test func `a cut document is refused wherever it is cut`() throws {
    let whole = Array(Documents.provider.utf8)
    let end = try #require(whole.lastIndex(of: UInt8(ascii: ">")))
    for count in 0..<end {
      #expect(throws: ClientConfigReader.Failure.self) { try ClientConfigReader.read(Array(whole[..<count])) }
    }
  }

  @Test func `octets changed at random end in a document or a refusal`() {
    var generator = SeededRandom(seed: 4711)
    var (read, refused) = (0, 0)
    for _ in 0..<3000 {
      var octets = Array(Documents.provider.utf8)
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        octets[Int.random(in: octets.indices, using: &generator)] = .random(in: 0...255, using: &generator)
      }
      do throws(ClientConfigReader.Failure) {
        let config = try ClientConfigReader.read(octets)
        #expect(config.servers.count <= 16)
        read += 1
      } catch { refused += 1 }
    }
    #expect(read > 0 && refused > 0)
  }
}
