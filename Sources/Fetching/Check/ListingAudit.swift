import POP3

/// Looks through the unique-ids of a mailbox for what real servers do to them (RFC 1939, section 7). Pure.
struct UniqueIDAudit {
  /// Names that are remembered to find those that come twice: 16 MB at the most.
  private static let most = 1_000_000

  private(set) var count = 0
  private var empty = 0
  private var long = 0
  private var odd = 0
  private var twice = 0
  private var last: UniqueID?
  private var seen: Set<Int> = []

  mutating func take(_ listing: UniqueIDListing) {
    count += 1
    let octets = listing.uid?.bytes ?? []
    if octets.isEmpty { empty += 1 }
    if octets.count > 70 { long += 1 }
    if octets.contains(where: { !(0x21...0x7e).contains($0) }) { odd += 1 }
    if !octets.isEmpty, seen.count < Self.most, !seen.insert(octets.hashValue).inserted { twice += 1 }
    last = listing.uid
  }

  func finding(malformed: Int, listed: UInt32) -> CheckFinding {
    let shown = last.map { ", the last is \($0.printable)" } ?? ""
    var finding = CheckFinding(text: count == 0 ? "none to look at" : "\(count) unique-ids\(shown)")
    func note(_ number: Int, _ text: String) {
      if number > 0 { finding.notes.append("\(number) \(text)") }
    }
    note(malformed, "lines of UIDL make no sense; those messages are fetched once they are named.")
    note(empty, "unique-ids are empty; those messages are known by size and header.")
    note(twice, "unique-ids stand there twice; both messages are kept, and their content decides.")
    note(long, "unique-ids have more than the 70 characters of the standard; they are taken as they are.")
    note(odd, "unique-ids have blanks or octets that are no ASCII; they are taken as they are.")
    if count + malformed != listed {
      finding.notes.append("UIDL names \(count) messages and STAT \(listed); what both agree on is fetched.")
    }
    return finding
  }
}

/// Looks through the sizes of a mailbox (RFC 1939, section 5). Pure.
struct SizeAudit {
  private(set) var smallest: (number: MessageNumber, octets: Int64)?
  private var count = 0
  private var unknown = 0
  private var total: Int64 = 0
  private var largest: Int64 = 0

  mutating func take(_ listing: ScanListing) {
    count += 1
    guard let octets = listing.octets, octets > 0 else {
      unknown += 1
      return
    }
    total = total.addingReportingOverflow(octets).overflow ? .max : total + octets
    largest = max(largest, octets)
    if octets < smallest?.octets ?? .max { smallest = (listing.number, octets) }
  }

  func finding(malformed: Int, status: MaildropStatus) -> CheckFinding {
    var finding = CheckFinding(
      text: count == 0 ? "none to look at" : "\(count) sizes, the largest \(largest) octets")
    if malformed + unknown > 0 {
      finding.notes.append(
        "\(malformed + unknown) sizes are no numbers, or 0; a message is fetched whatever its size is said to be."
      )
    }
    if count + malformed != Int(status.count) {
      finding.notes.append(
        "LIST names \(count) messages and STAT \(status.count); what both agree on is fetched.")
    } else if let octets = status.octets, octets != total {
      finding.notes.append(
        "The sizes add up to \(total) octets and STAT says \(octets); no message fails for that.")
    }
    return finding
  }
}
