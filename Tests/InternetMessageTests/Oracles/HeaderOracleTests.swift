import FoundationEssentials
import InternetMessage
import TestFiles
import Testing

@Suite struct HeaderOracleTests {
  @Test func `subjects, addresses and dates are those of imap_tools`() throws {
    guard let folder = try oracles() else { return }
    let data = Data(try readFile("\(folder)/imap_tools/expected.json"))
    let expected = try JSONDecoder().decode([String: ImapToolsOracle].self, from: data)
    try expect(expected.map { $1.oracle($0) }, under: "Headers: imap_tools")
  }

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
    try expect(expected, under: "Headers: mailcore2")
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
    try expect(expected, under: "Headers: mailcore2's summaries", withoutRe: true)
  }

  private func expect(_ expected: [Oracle], under heading: String, withoutRe: Bool = false) throws {
    let folder = try #require(Corpus.folder)
    var agreement = Agreement(heading)
    for oracle in expected {
      var envelope = Envelope(header: try readFile("\(folder)/\(oracle.message)"))
      if withoutRe, let subject = envelope.subject, subject.hasPrefix("Re: ") {
        envelope.subject = String(subject.dropFirst(4))
      }
      oracle.compare(envelope, &agreement)
    }
    try agreement.expectAsDocumented()
  }
}

/// The folder of what other libraries say; nil where there is none and none is needed.
func oracles() throws -> String? {
  #expect(Corpus.oracles != nil || !Corpus.isRequired, "the corpus is missing")
  return Corpus.oracles
}
