import Reading
import Testing

@Suite struct ShowFaultTests {
  @Test(arguments: [(2, "1, 2."), (50, "49, 50."), (51, "49, 50, …."), (10_000, "49, 50, ….")])
  func `of a part that there is not it is said which there are, and whether all are named`(
    count: Int, end: String
  ) {
    let fault = ShowFault.noPart("10001", (1...count).map(String.init))
    #expect(fault.description.hasPrefix("The message has no part 10001 with content; it has: 1, 2"))
    #expect(fault.description.hasSuffix(end))
  }
}
