import Bench
import Testing

@Suite struct SearchedMailTests {
  private static let mail = SearchedMail(count: 1_000)

  @Test func `the mail that is searched is the same octets in every run`() {
    var sum: UInt64 = 0xCBF2_9CE4_8422_2325
    for number in 0..<50 {
      for octet in Self.mail.message(number).content { sum = (sum ^ UInt64(octet)) &* 0x100_0000_01B3 }
    }
    // FNV-1a. Figures are compared over years: who changes the mail writes down that they are of another.
    #expect(sum == 2_358_148_326_568_062_682)
  }

  @Test func `it is whole messages with LF line ends, later each than the one before, of all kinds`() {
    var kinds: [String: Int] = [:]
    for number in 0..<100 {
      let (content, text) = Self.mail.message(number)
      #expect(!content.contains(13) && content.last == 10 && text > 0 && text < content.count)
      #expect(Self.mail.arrival(number) < Self.mail.arrival(number + 1))
      let message = String(decoding: content, as: UTF8.self)
      #expect(message.contains("\nMessage-ID: <\(number).searched@"))
      for kind in ["text/html", "multipart/mixed", "In-Reply-To: "] where message.contains(kind) {
        kinds[kind, default: 0] += 1
      }
    }
    #expect(kinds.count == 3 && kinds.values.allSatisfy { $0 > 3 }, "\(kinds)")
  }
}
