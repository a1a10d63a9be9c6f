import Maildir
import TestFiles
import Testing

@Suite struct MessageNameTests {
  @Test func `a name has the form that the design fixes`() throws {
    let tag = try #require(DeliveryTag(text: "k3v5x2m4p7q6r3sj"))
    let name = MessageName(arrival: 1_763_901_234, tag: tag, size: 2345, wireSize: 2401)
    #expect(name.text == "1763901234.k3v5x2m4p7q6r3sj.popkeep,S=2345,W=2401")
    #expect(name.next.text == "1763901234.k3v5x2m4p7q6r3sj_2.popkeep,S=2345,W=2401")
    #expect(name.next.next.text == "1763901234.k3v5x2m4p7q6r3sj_3.popkeep,S=2345,W=2401")
    #expect(
      MessageName(arrival: -5, tag: tag, size: 0, wireSize: nil).text == "0.k3v5x2m4p7q6r3sj.popkeep,S=0")
  }

  @Test func `every name is read back as it was written`() throws {
    var random = SeededRandom(seed: 1)
    let edges: [Int64] = [0, 1, 9, 10, 2_147_483_648, 253_402_300_799, .max]
    for _ in 0..<2_000 {
      let bytes = (0..<10).map { _ in UInt8.random(in: 0...255, using: &random) }
      let tag = try #require(DeliveryTag(bytes: bytes))
      #expect(tag.bytes == bytes)
      #expect(DeliveryTag(text: tag.text) == tag)
      let name = MessageName(
        arrival: edges.randomElement(using: &random) ?? 0, tag: tag,
        counter: Int.random(in: 0...4, using: &random), size: edges.randomElement(using: &random) ?? 0,
        wireSize: Bool.random(using: &random) ? edges.randomElement(using: &random) : nil)
      #expect(MessageName(parsing: name.text) == name)
    }
  }

  @Test func `names that are taken lead to others, without counting through them all`() throws {
    let tag = try #require(DeliveryTag(text: "k3v5x2m4p7q6r3sj"))
    var name = MessageName(arrival: 1, tag: tag, size: 2, wireSize: nil)
    var seen: Set<MessageName> = [name]
    for _ in 0..<100 {
      name = name.next
      #expect(seen.insert(name).inserted)
      #expect(MessageName(parsing: name.text) == name)
    }
  }

  @Test func `the tag is base32 of RFC 4648 in small letters`() throws {
    #expect(DeliveryTag(bytes: Array("foobarfoob".utf8))?.text == "mzxw6ytbojtg633c")
    #expect(DeliveryTag(bytes: Array(repeating: 0xff, count: 10))?.text == "7777777777777777")
    #expect(DeliveryTag(bytes: [1, 2, 3]) == nil)
  }

  @Test(arguments: [
    "", ".", "..", "1763901234.M123P456.host,S=12,W=13", "1763901234.k3v5x2m4p7q6r3sj.popkeep",
    "1763901234.k3v5x2m4p7q6r3s1.popkeep,S=1", "1763901234.K3V5X2M4P7Q6R3SJ.popkeep,S=1",
    "01763901234.k3v5x2m4p7q6r3sj.popkeep,S=1", "+1763901234.k3v5x2m4p7q6r3sj.popkeep,S=1",
    "-1.k3v5x2m4p7q6r3sj.popkeep,S=1", "1.k3v5x2m4p7q6r3sj.popkeep,S=-1", "1.k3v5x2m4p7q6r3sj.popkeep,S=01",
    "1.k3v5x2m4p7q6r3sj_1.popkeep,S=1", "1.k3v5x2m4p7q6r3sj_.popkeep,S=1", "1.k3v5x2m4p7q6r3sj_x.popkeep,S=1",
    "1.k3v5x2m4p7q6r3sj_2_3.popkeep,S=1", "1.k3v5x2m4p7q6r3sj.popkeep,W=1",
    "1.k3v5x2m4p7q6r3sj.popkeep,S=1,W=",
    "1.k3v5x2m4p7q6r3sj.popkeep,S=1,W=2,X=3", "1.k3v5x2m4p7q6r3sj.popkeep,S=99999999999999999999",
    "1.k3v5x2m4p7q6r3sj.popkeep,S=1:2,S", "1.k3v5x2m4p7q6r3sj.other,S=1",
  ])
  func `a name that popkeep would not write is not its own`(_ text: String) {
    #expect(MessageName(parsing: text) == nil)
  }
}
