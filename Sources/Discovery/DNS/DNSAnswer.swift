/// A record of RFC 2782: where a service is.
package struct ServiceRecord: Sendable, Equatable {
  package let priority: UInt16
  package let weight: UInt16
  package let port: UInt16
  /// Without the dot at its end; empty: the service is decidedly not there.
  package let target: String

  package init(priority: UInt16, weight: UInt16, port: UInt16, target: String) {
    self.priority = priority
    self.weight = weight
    self.port = port
    self.target = target
  }
}

/// A host that receives a domain's mail (RFC 1035 §3.3.9).
package struct MailExchanger: Sendable, Equatable {
  package let preference: UInt16
  package let host: String

  package init(preference: UInt16, host: String) {
    self.preference = preference
    self.host = host
  }
}

/// An answer of a name server, octet by octet (RFC 1035 §4).
///
/// Whatever the octets are, reading ends: a name may only point back, and its length is bounded. A record that
/// cannot be read is passed over, and so is everything behind the first that leads nowhere.
package struct DNSAnswer: Sendable {
  private static let mostRecords = 64

  private let octets: [UInt8]

  package init(_ octets: [UInt8]) { self.octets = octets }

  package var services: [ServiceRecord] {
    records(of: 33).compactMap { start, length in
      guard length >= 7, let target = name(at: start + 6) else { return nil }
      return ServiceRecord(
        priority: number(at: start) ?? 0, weight: number(at: start + 2) ?? 0,
        port: number(at: start + 4) ?? 0,
        target: target.text)
    }
  }

  /// The nearest first.
  package var mailExchangers: [MailExchanger] {
    records(of: 15).compactMap { start, length -> MailExchanger? in
      guard length >= 3, let host = name(at: start + 2) else { return nil }
      return MailExchanger(preference: number(at: start) ?? 0, host: host.text)
    }.sorted { $0.preference < $1.preference }
  }

  /// Where the data of the answer's records of a type are, and how long.
  private func records(of type: UInt16) -> [(start: Int, length: Int)] {
    guard let questions = number(at: 4), let answers = number(at: 6), octets.count >= 12 else { return [] }
    var place = 12
    for _ in 0..<min(Int(questions), Self.mostRecords) {
      guard let name = name(at: place) else { return [] }
      place = name.end + 4
    }
    var found: [(start: Int, length: Int)] = []
    for _ in 0..<min(Int(answers), Self.mostRecords) {
      guard let name = name(at: place), let kind = number(at: name.end), let size = number(at: name.end + 8)
      else { break }
      let (start, length) = (name.end + 10, Int(size))
      guard start + length <= octets.count else { break }
      if kind == type, number(at: name.end + 2) == 1 { found.append((start, length)) }
      place = start + length
    }
    return found
  }

  private func number(at place: Int) -> UInt16? {
    guard place >= 0, place + 2 <= octets.count else { return nil }
    return UInt16(octets[place]) << 8 | UInt16(octets[place + 1])
  }

  /// The name at `place`, in small letters and without the dot at its end, and where it ends there; nil where it is none
  /// that a host could have.
  private func name(at place: Int) -> (text: String, end: Int)? {
    var (next, bound) = (place, octets.count)
    var end: Int?
    var labels: [String] = []
    var length = 0
    while next < bound, next >= 0 {
      let count = Int(octets[next])
      if count == 0 { return (labels.joined(separator: "."), end ?? next + 1) }
      if count & 0xC0 == 0xC0 {
        guard let pointer = number(at: next) else { return nil }
        end = end ?? next + 2
        let target = Int(pointer & 0x3FFF)
        // Only back, and what is read there ends before the pointer: it cannot go round.
        guard target < next else { return nil }
        (bound, next) = (next, target)
        continue
      }
      length += count + 1
      guard count < 64, length <= 254, next + 1 + count <= octets.count else { return nil }
      let label = octets[(next + 1)..<(next + 1 + count)]
      guard label.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: ".") }) else { return nil }
      labels.append(String(decoding: label, as: UTF8.self).lowercased())
      next += 1 + count
    }
    return nil
  }
}
