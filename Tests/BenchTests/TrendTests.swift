import Bench
import Testing

@Suite struct TrendTests {
  private func hasGrown(_ figures: [Double]) -> Bool {
    SoakReport.Trend("memory", figures, share: 0.1, slack: 2).hasGrown
  }

  @Test func `what is taken once is no growth, and a peak is none`() {
    #expect(!hasGrown([10, 30, 50, 50, 50, 50, 50, 50]))
    #expect(!hasGrown([50, 50, 50, 50, 50, 50, 50, 50, 50, 900, 50, 50]))
    #expect(!hasGrown([50, 50, 50, 50, 50, 50, 57, 57]))
  }

  @Test func `what goes on growing has grown`() {
    #expect(hasGrown([50, 50, 50, 50, 50, 50, 57.1, 57.1]))
    #expect(hasGrown((1...120).map { 50 + Double($0) }))
  }

  @Test func `too few figures show nothing`() {
    #expect(hasGrown([50, 50, 50]))
    #expect(hasGrown([]))
  }
}
