import POP3Client
import Testing

@Suite struct DeadlineTests {
  @Test func `a deadline that has passed leaves no time`() {
    for deadline in [Deadline.after(.zero), .after(.seconds(-5))] {
      #expect(deadline.isPast)
      #expect(deadline.remaining == .zero)
      #expect(deadline.pollMilliseconds == 0)
    }
  }

  @Test func `a deadline never wakes poll too early, nor overflows it`() {
    #expect(Deadline.after(.seconds(3600)).pollMilliseconds > 3_500_000)
    #expect(Deadline.after(.microseconds(900)).pollMilliseconds <= 1)
    #expect(Deadline.after(.seconds(Int64(1) << 40)).pollMilliseconds == .max)
    #expect(!Deadline.after(.seconds(60)).isPast)
    #expect(Deadline.after(.seconds(1)) < .after(.seconds(60)))
  }
}
