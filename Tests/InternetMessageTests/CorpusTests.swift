import InternetMessage
import TestFiles
import Testing

@Suite struct CorpusTests {
  @Test func `every message of the corpus reads the same in LF and in CRLF form`() throws {
    let headers = try corpusHeaders()
    for (name, header) in headers where !header.contains(13) {
      let wire = header.flatMap { $0 == 10 ? [13, 10] : [$0] }
      #expect(Envelope(header: header) == Envelope(header: wire), "\(name)")
    }
    #expect(headers.count > 1_000 || !Corpus.isRequired)
  }

  @Test func `every From field of the corpus has a mailbox, nearly every Date field a date`() throws {
    let headers = try corpusHeaders()
    var dates = 0
    var datesRead = 0
    for (name, header) in headers {
      let fields = Header(parsing: header)
      let envelope = Envelope(header: header)
      if let from = fields.first("From")?.text, from.contains("@") {
        #expect(!envelope.from.isEmpty, "\(name)")
      }
      guard let date = fields.first("Date") else { continue }
      dates += 1
      datesRead += envelope.date == nil ? 0 : 1
      if envelope.date == nil { print("\(name)\tno date\t\(date.text.debugDescription)") }
    }
    #expect(datesRead * 100 >= dates * 97)
    #expect(dates > 700 || !Corpus.isRequired)
  }

  @Test func `a header cut at any octet is read without a trap`() throws {
    for (_, header) in try corpusHeaders() where header.count < 350 {
      for end in header.indices { _ = Envelope(header: Array(header[..<end])) }
    }
  }

  /// The headers of the corpus, each with its blank line; of a message without one, the first 64 KB.
  private func corpusHeaders() throws -> [(name: String, header: [UInt8])] {
    let messages = try Corpus.messages()
    #expect(!messages.isEmpty || !Corpus.isRequired, "the corpus is missing")
    return try messages.map { message in
      let bytes = try message.bytes()
      let end = HeaderSection.end(in: bytes)?.body ?? min(bytes.count, 1 << 16)
      return (message.name, Array(bytes[..<end]))
    }
  }
}
