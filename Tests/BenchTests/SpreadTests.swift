import Bench
import Testing

@Suite struct SpreadTests {
  @Test func `the median stands in the middle, or between the two that do`() throws {
    #expect(try #require(Spread([3, 1, 2])).median == 2)
    let four = try #require(Spread([4, 1, 3, 2]))
    #expect(four.median == 2.5)
    #expect(four.least == 1)
    #expect(four.greatest == 4)
  }

  @Test func `no figures have no spread`() {
    #expect(Spread([]) == nil)
    #expect(Spread([1: 1], over: [2: 1]) == nil)
  }

  @Test func `ratios are taken within a round`() throws {
    // The second round was slow for both, and the third had one only.
    let ratio = try #require(Spread([1: 2, 2: 20, 3: 7], over: [1: 1, 2: 10]))
    #expect(ratio.least == 2)
    #expect(ratio.greatest == 2)
  }

  @Test func `an aim is met at its bound`() {
    #expect(Aim.Bound.atMost(1.8).isMet(by: 1.8))
    #expect(!Aim.Bound.atMost(1.8).isMet(by: 1.81))
    #expect(Aim.Bound.atLeast(2).isMet(by: 2))
    #expect(!Aim.Bound.atLeast(2).isMet(by: 1.99))
  }
}
