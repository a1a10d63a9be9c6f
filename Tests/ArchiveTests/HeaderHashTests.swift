import Archive
import MailIndex
import OpenSSL
import Testing

@Suite struct HeaderHashTests {
  @Test(arguments: [
    ("A: b\r\nC: d\r\n", "\r\ntext\r\n"), ("A: b\r\n", "\r\n"), ("A: b\nC: d\n", "\ntext\n"),
    ("", "\r\ntext"),
    ("", "\n"), ("", ""), ("A: b\r\n\rC: d\r\n", "\r\n\r\nx"), ("\rA: b\r\n", "\r\n"), ("A: b\r\nno end", ""),
    ("A: b\r\n\r", ""), ("A: b\r\n \r\n\tx\r\n", "\r\n"), ("A: b\r\r\n", "\r\nx"), ("\r\r\n", "\r\nx"),
  ])
  func `the header ends before the blank line, wherever the message is cut`(_ header: String, _ rest: String)
  {
    let message = Array((header + rest).utf8)
    let expected = HeaderHash(Hash.sha256(Array(header.utf8)))
    for first in 0...message.count {
      for second in first...message.count {
        var hasher = HeaderHasher()
        hasher.update(Array(message[..<first]).span.bytes)
        hasher.update(Array(message[first..<second]).span.bytes)
        hasher.update(Array(message[second...]).span.bytes)
        #expect(hasher.finish() == expected)
      }
    }
  }

  @Test(arguments: [
    ("A: b\r\n\rSubject: no field\r\n\r\ntext", nil), ("\rA: b\nSubject: c\n\n", "c"),
    ("Subject: a\r\n\r b\r\n\r\n", "a"), ("Subject: a\r\n b\r\n\rSubject: c\r\n", "a b"),
  ])
  func `the envelope is that of the whole header, however it is cut`(_ text: String, _ subject: String?)
    throws
  {
    let message = Array(text.utf8)
    let fixture = try ArchiveFixture()
    defer { withExtendedLifetime(fixture) {} }
    let archive = try fixture.open()
    for cut in 0...message.count {
      let account = try archive.account("cut-at-\(cut)", now: ArchiveFixture.now)
      var intake = try account.begin(uid: [1], listedOctets: nil, now: ArchiveFixture.now)
      try intake.append(Array(message[..<cut]).span.bytes)
      try intake.append(Array(message[cut...]).span.bytes)
      var claims = Claims()
      let committed = try account.commit([try intake.finish()], claims: &claims, now: ArchiveFixture.now)
      let row = try archive.index.message(try #require(committed.first).archived.messageID)
      #expect(row?.message.envelope.subject == subject, "cut at \(cut)")
    }
  }

  @Test func `a claimed row is claimed once`() {
    var claims = Claims()
    for row: Int64 in [0, 1, 63, 64, 1_000_000, -1, .max] { #expect(!claims.isClaimed(row)) }
    let answers = [64, 64, 1_000_000, -1, .max].map { claims.claim($0) }
    #expect(answers == [true, false, true, false, false])
    #expect(claims.isClaimed(64) && claims.isClaimed(1_000_000) && !claims.isClaimed(65))
    #expect(claims.count == 2)
  }
}
