import Backup
import Maildir
import Testing

@Suite struct CopyNameTests {
  private static let tag = "k3v5x2m4p7q6r3sj"
  private let hex = String(repeating: "0123456789abcdef", count: 4)

  private func tag() throws -> DeliveryTag { try #require(DeliveryTag(text: Self.tag)) }

  @Test func `a name tells the moment of arrival and the tag`() throws {
    let name = CopyName(arrival: 1_700_733_600, tag: try tag())
    #expect(name.text == "20231123T100000Z-k3v5x2m4p7q6r3sj.eml")
    #expect(CopyName(parsing: name.text) == name)
  }

  @Test(
    arguments: [
      0, 1, 59, 951_782_400, 951_868_799, 1_709_164_800, 4_102_444_799, 253_402_300_799, 253_402_300_800,
      10_000_000_000_000,
    ] as [Int64])
  func `every moment comes back from its name`(_ moment: Int64) throws {
    let name = CopyName(arrival: moment, tag: try tag())
    #expect(CopyName(parsing: name.text)?.arrival == moment)
  }

  @Test func `what arrived before 1970 counts as 1970`() throws {
    let name = CopyName(arrival: -1, tag: try tag())
    #expect(name.text.hasPrefix("19700101T000000Z-"))
    #expect(CopyName(parsing: name.text) == name)
  }

  @Test func `a year of more than four digits has them all`() throws {
    #expect(CopyName(arrival: 253_402_300_800, tag: try tag()).text.hasPrefix("100000101T000000Z-"))
  }

  @Test func `digits of the content's hash come back, 8 or 64 of them`() throws {
    for digits in [String(hex.prefix(8)), hex] {
      let name = CopyName(arrival: 1_700_733_600, tag: try tag(), digits: digits)
      #expect(name.text == "20231123T100000Z-\(Self.tag)-\(digits).eml")
      #expect(CopyName(parsing: name.text) == name)
    }
  }

  @Test(arguments: [
    "", ".eml", "-.eml", "20231123T100000Z.eml", "20231123T100000Z-k3v5x2m4p7q6r3sj",
    // Not the one spelling.
    "020231123T100000Z-k3v5x2m4p7q6r3sj.eml", "20231123T100000z-k3v5x2m4p7q6r3sj.eml",
    "20231123t100000Z-k3v5x2m4p7q6r3sj.eml", "20231123T100000Z-K3V5X2M4P7Q6R3SJ.eml",
    "20231123T100000Z-k3v5x2m4p7q6r3sj.EML", " 20231123T100000Z-k3v5x2m4p7q6r3sj.eml",
    "20231123T100000Z-k3v5x2m4p7q6r3sj-.eml", "20231123T100000Z-k3v5x2m4p7q6r3sj-0123456.eml",
    "20231123T100000Z-k3v5x2m4p7q6r3sj-0123456G.eml", "20231123T100000Z-k3v5x2m4p7q6r3sj-ABCDEF01.eml",
    "20231123T100000Z-k3v5x2m4p7q6r3sj-01234567-1.eml", "20231123T100000Z-k3v5x2m4p7q6r3s1.eml",
    // No moment.
    "20231323T100000Z-k3v5x2m4p7q6r3sj.eml", "20230229T100000Z-k3v5x2m4p7q6r3sj.eml",
    "20231123T240000Z-k3v5x2m4p7q6r3sj.eml", "20231123T106000Z-k3v5x2m4p7q6r3sj.eml",
    "20231123T100060Z-k3v5x2m4p7q6r3sj.eml", "19691231T235959Z-k3v5x2m4p7q6r3sj.eml",
    "99999999999999999999T100000Z-k3v5x2m4p7q6r3sj.eml", "+2023112T100000Z-k3v5x2m4p7q6r3sj.eml",
    // Something else.
    "../../20231123T100000Z-k3v5x2m4p7q6r3sj.eml", "20231123T100000Z-k3v5x2m4p7q6r3sj.eml.damaged",
    "20231123T100000Z-k3v5x2m4p7q6r3sj.eml\n", "20231123T100000Z-k3v5x2m4p7q6r3s\u{e9}.eml",
    "２0231123T100000Z-k3v5x2m4p7q6r3sj.eml", "T.eml", "Z-k3v5x2m4p7q6r3sj.eml",
    "20231123T100000Z-k3v5x2m4p7q6r3sj.eml\u{0}",
  ])
  func `any other name is none of popkeep's`(_ text: String) {
    #expect(CopyName(parsing: text) == nil)
  }
}
