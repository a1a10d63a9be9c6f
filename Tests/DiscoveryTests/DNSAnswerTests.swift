import Discovery
import Testing

@Suite struct DNSAnswerTests {
  @Test func `SRV records are read, their names compressed or not`() {
    var packet = Packet("_pop3s._tcp.example.org", type: 33)
    packet.service(priority: 10, weight: 5, port: 995, target: Packet.plain("POP.Example.org"))
    packet.service(priority: 20, weight: 0, port: 1995, target: [3] + Array("alt".utf8) + Packet.pointer(24))
    #expect(
      DNSAnswer(packet.octets).services == [
        ServiceRecord(priority: 10, weight: 5, port: 995, target: "pop.example.org"),
        ServiceRecord(priority: 20, weight: 0, port: 1995, target: "alt.example.org"),
      ])
  }

  @Test func `a target that is the root says that there is no such service`() throws {
    var packet = Packet("_pop3._tcp.example.org", type: 33)
    packet.service(priority: 0, weight: 0, port: 0, target: [0])
    #expect(DNSAnswer(packet.octets).services.map(\.target) == [""])
    let address = try #require(MailAddress("a@example.org"))
    #expect(Candidates.of(DNSAnswer(packet.octets).services, secured: [], for: address) == [])
  }

  @Test func `mail exchangers come in the order of their preference`() {
    var packet = Packet("example.org", type: 15)
    packet.exchanger(20, Packet.plain("b.example.net"))
    packet.exchanger(10, Packet.plain("a.example.net"))
    #expect(DNSAnswer(packet.octets).mailExchangers.map(\.host) == ["a.example.net", "b.example.net"])
    #expect(DNSAnswer(packet.octets).services == [])
  }

  @Test func `records of other types are passed over`() {
    var packet = Packet("example.org", type: 33)
    packet.record(type: 5, data: Packet.plain("other.example.org"))
    packet.service(priority: 1, weight: 1, port: 995, target: Packet.plain("pop.example.org"))
    #expect(DNSAnswer(packet.octets).services.count == 1)
  }

  @Test func `names that point to themselves, ahead or in a circle end the reading`() {
    for pointer in [12, 40, 63, 0x3FFF, 0] {
      var packet = Packet("example.org", type: 33)
      packet.service(priority: 1, weight: 1, port: 995, target: Packet.pointer(pointer))
      #expect(DNSAnswer(packet.octets).services.allSatisfy { ["", "example.org"].contains($0.target) })
    }
    var packet = Packet("example.org", type: 33)
    let start = packet.octets.count + 12 + 6
    packet.service(priority: 1, weight: 1, port: 995, target: [1, 0x61] + Packet.pointer(start))
    #expect(DNSAnswer(packet.octets).services == [])
  }

  @Test func `labels with octets that no host has make a record unreadable`() {
    for label in ["a b", "a.b", "\u{1B}[31m", "ü"] {
      var packet = Packet("example.org", type: 33)
      packet.service(
        priority: 1, weight: 1, port: 995, target: [UInt8(label.utf8.count)] + Array(label.utf8) + [0])
      #expect(DNSAnswer(packet.octets).services == [])
    }
  }

  @Test func `an answer cut anywhere, or changed anywhere, is read to an end`() {
    var packet = Packet("_pop3s._tcp.example.org", type: 33)
    packet.service(priority: 10, weight: 5, port: 995, target: Packet.plain("pop.example.org"))
    packet.exchanger(5, [2] + Array("mx".utf8) + Packet.pointer(24))
    for count in packet.octets.indices {
      #expect(DNSAnswer(Array(packet.octets[..<count])).services.count <= 1)
      for value in [UInt8(0), 0x3F, 0xC0, 0xFF] {
        var octets = packet.octets
        octets[count] = value
        #expect(DNSAnswer(octets).services.count <= 2)
        #expect(DNSAnswer(octets).mailExchangers.count <= 2)
      }
    }
  }

  @Test func `SRV candidates go by priority, then TLS, then weight`() throws {
    let address = try #require(MailAddress("a@example.org"))
    func record(_ priority: UInt16, _ weight: UInt16, _ port: UInt16, _ host: String) -> ServiceRecord {
      ServiceRecord(priority: priority, weight: weight, port: port, target: host)
    }
    let found = Candidates.of(
      [record(0, 9, 110, "plain.example.org"), record(5, 1, 110, "late.example.org")],
      secured: [
        record(10, 0, 995, "last.example.org"), record(0, 1, 995, "light.example.org"),
        record(0, 7, 995, "heavy.example.org"),
        record(0, 0, 0, "none.example.org"), record(0, 0, 995, "127.0.0.1"), record(0, 0, 995, "localhost"),
      ], for: address)
    #expect(
      found.map(\.host) == [
        "heavy.example.org", "light.example.org", "plain.example.org", "late.example.org", "last.example.org",
      ])
    #expect(found.map(\.security) == [.implicit, .implicit, .starttls, .starttls, .implicit])
    #expect(found.allSatisfy { $0.user == "a@example.org" && $0.isUserGuessed })
  }
}

/// An answer of a name server, put together by hand.
private struct Packet {
  private(set) var octets: [UInt8]
  private var answers: UInt8 = 0

  init(_ question: String, type: UInt8) {
    octets = [0, 1, 0x81, 0x80, 0, 1, 0, 0, 0, 0, 0, 0] + Self.plain(question) + [0, type, 0, 1]
  }

  static func plain(_ name: String) -> [UInt8] {
    name.split(separator: ".").flatMap { [UInt8($0.utf8.count)] + Array($0.utf8) } + [0]
  }

  static func pointer(_ place: Int) -> [UInt8] { [0xC0 | UInt8(place >> 8 & 0x3F), UInt8(place & 0xFF)] }

  mutating func service(priority: UInt16, weight: UInt16, port: UInt16, target: [UInt8]) {
    record(type: 33, data: [priority, weight, port].flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] } + target)
  }

  mutating func exchanger(_ preference: UInt16, _ host: [UInt8]) {
    record(type: 15, data: [UInt8(preference >> 8), UInt8(preference & 0xFF)] + host)
  }

  mutating func record(type: UInt8, data: [UInt8]) {
    octets +=
      Self.pointer(12) + [0, type, 0, 1, 0, 0, 0, 60, UInt8(data.count >> 8), UInt8(data.count & 0xFF)] + data
    answers += 1
    octets[7] = answers
  }
}
