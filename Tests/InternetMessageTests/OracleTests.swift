import FoundationEssentials
import InternetMessage
import TestFiles
import Testing

@Suite struct OracleTests {
  @Test func `subjects, addresses and dates are those of imap_tools`() throws {
    guard let folder = try oracles() else { return }
    let data = Data(try readFile("\(folder)/imap_tools/expected.json"))
    let expected = try JSONDecoder().decode([String: ImapToolsOracle].self, from: data)
    try expect(expected.filter { Self.unsound[$0.key] == nil }.map { $1.oracle($0) }, toAgree: 97)
  }

  /// What imap_tools is no measure for, and why.
  private static let unsound = [
    "imap_tools/plain_emails__raw_email_incorrect_header.eml": "gives up at a line that is no field",
    "imap_tools/rfc2822__example13.eml": "gives up at a blank before a colon",
    "imap_tools/rfc2822__example04.eml": "dates before 1970 are none here",
  ]

  @Test func `subjects, addresses and dates are those of mailcore2`() throws {
    guard let folder = try oracles() else { return }
    var expected: [Oracle] = []
    for group in ["jwz", "parser"] {
      for name in try folderNames("\(folder)/mailcore2/\(group)") {
        let data = Data(try readFile("\(folder)/mailcore2/\(group)/\(name)"))
        let message = "mailcore2/\(group)/\(name.dropLast(".json".count))"
        expected.append(try JSONDecoder().decode(MailCoreOracle.self, from: data).oracle(message))
      }
    }
    try expect(expected, toAgree: 97)
  }

  /// The library shows subjects without their `Re:`.
  @Test func `subjects and senders in many charsets are those that mailcore2 shows`() throws {
    guard let folder = try oracles() else { return }
    var expected: [Oracle] = []
    for name in try folderNames("\(folder)/mailcore2/summary") {
      let shown = String(decoding: try readFile("\(folder)/mailcore2/summary/\(name)"), as: UTF8.self)
      var oracle = Oracle(message: "mailcore2/summary/\(name.dropLast(".txt".count)).eml")
      for line in shown.split(separator: "\n").prefix(8) {
        if line.hasPrefix("Subject: ") { oracle.subject = String(line.dropFirst(9)) }
        if oracle.subject == "No Subject" { oracle.subject = nil }
        if line.hasPrefix("From: ") { oracle.from = AddressList.parse(Array(line.dropFirst(6).utf8)) }
      }
      expected.append(oracle)
    }
    try expect(expected, toAgree: 97, withoutRe: true)
  }

  private func oracles() throws -> String? {
    #expect(Corpus.oracles != nil || !Corpus.isRequired, "the corpus is missing")
    return Corpus.oracles
  }

  /// Compares, prints each disagreement, and expects at least `percent` of the opinions to be shared.
  private func expect(_ expected: [Oracle], toAgree percent: Int, withoutRe: Bool = false) throws {
    let folder = try #require(Corpus.folder)
    var fields = 0
    var differing = 0
    for oracle in expected.sorted(by: { $0.message < $1.message }) {
      var envelope = Envelope(header: try readFile("\(folder)/\(oracle.message)"))
      if withoutRe, let subject = envelope.subject, subject.hasPrefix("Re: ") {
        envelope.subject = String(subject.dropFirst(4))
      }
      fields += oracle.fieldCount
      for (field, theirs, ours) in oracle.disagreements(envelope) {
        differing += 1
        print("\(oracle.message)\t\(field)\t\(theirs.debugDescription)\t\(ours.debugDescription)")
      }
    }
    print("\(fields - differing) of \(fields) agree")
    #expect(fields > 0)
    #expect((fields - differing) * 100 >= fields * percent)
  }
}
