import Bench
import Testing

@Suite struct MadeMailTests {
  @Test(arguments: [800, 879, 880, 881, 882, 20_000, 400_000])
  func `a message has the size on the wire that was asked for`(size: Int) {
    let mail = MadeMail()
    for number in [1, 77, 100_000] {
      let content = mail.content(number, wire: size)
      #expect(content.count + content.count { $0 == 10 } == size)
      #expect(content.last == 10)
    }
  }

  @Test func `every line end that can be left over is made up for`() {
    let mail = MadeMail()
    for size in 1_000..<1_200 {
      let content = mail.content(5, wire: size)
      #expect(content.count + content.count { $0 == 10 } == size)
    }
  }

  @Test func `mixed sizes have their mean`() {
    let plan = MailboxPlan("mixed", count: 1_000, octets: 20_000, isMixed: true)
    #expect((1...1_000).reduce(0) { $0 + plan.size(of: $1) } == 20_000_000)
  }
}
