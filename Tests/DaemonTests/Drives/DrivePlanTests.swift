import Daemon
import Testing

/// Which drive is copied to, and when.
@Suite struct DrivePlanTests {
  private func plan(_ attached: [String: String], lacking: Set<String> = []) -> DrivePlan {
    var plan = DrivePlan()
    plan.see(attached, lacking: lacking)
    return plan
  }

  @Test func `a drive that is attached comes at once, with a sample of what it has`() {
    var plan = plan(["a": "x"])
    #expect(plan.due(.seconds(5)) == DrivePlan.Visit(id: "a", reads: true))
    plan.ended("a", hasRead: true, isFailure: false, .seconds(6))
    #expect(plan.due(.seconds(86_000)) == nil)
  }

  @Test func `of several each comes in its turn`() {
    var plan = plan(["a": "x", "b": "y"])
    var visited: [String] = []
    while let visit = plan.due(.seconds(1)) {
      visited.append(visit.id)
      plan.ended(visit.id, hasRead: true, isFailure: false, .seconds(1))
    }
    #expect(visited == ["a", "b"])
  }

  @Test
  func `new mail is copied, not more often than every quarter of an hour, and no sample is read with it`() {
    var plan = plan(["a": "x"])
    plan.ended("a", hasRead: true, isFailure: false, .seconds(1_000))
    plan.mailCame()
    #expect(plan.due(.seconds(1_899)) == nil)
    #expect(plan.due(.seconds(1_900)) == DrivePlan.Visit(id: "a", reads: false))
    plan.see(["a": "x"], lacking: [])
    #expect(plan.due(.seconds(1_900)) == nil)
    plan.see(["a": "x"], lacking: ["a"])
    #expect(plan.due(.seconds(1_900)) != nil)
  }

  @Test func `a drive that stays attached is visited once a day without anything new, and a sample is read`()
  {
    var plan = plan(["a": "x"])
    plan.ended("a", hasRead: true, isFailure: false, .seconds(0))
    #expect(plan.due(.seconds(86_399)) == nil)
    #expect(plan.due(.seconds(86_400)) == DrivePlan.Visit(id: "a", reads: true))
  }

  @Test func `one that fails waits for twice as long each time, up to an hour`() {
    var plan = plan(["a": "x"], lacking: ["a"])
    var now = Duration.zero
    var waits: [Duration] = []
    for _ in 0..<8 {
      plan.ended("a", hasRead: false, isFailure: true, now)
      plan.mailCame()
      var wait = Duration.zero
      while plan.due(now + wait) == nil { wait += .seconds(30) }
      waits.append(wait)
      now += wait
    }
    #expect(waits == [60, 120, 240, 480, 960, 1_920, 3_600, 3_600].map { .seconds($0) })
    plan.ended("a", hasRead: true, isFailure: false, now)
    plan.mailCame()
    #expect(plan.due(now + .seconds(899)) == nil)
  }

  @Test func `attached anew, or mounted in another way, it comes at once whatever it waited for`() {
    var plan = plan(["a": "read-only"])
    plan.ended("a", hasRead: false, isFailure: true, .seconds(10))
    #expect(plan.due(.seconds(11)) == nil)
    plan.see(["a": "read-write"], lacking: ["a"])
    #expect(plan.due(.seconds(11)) != nil)
    plan.ended("a", hasRead: true, isFailure: false, .seconds(12))
    plan.see([:], lacking: [])
    #expect(plan.due(.seconds(100_000)) == nil)
    plan.see(["a": "read-write"], lacking: [])
    #expect(plan.due(.seconds(13)) != nil)
  }

  @Test func `damage that somebody found is mended at once`() {
    var plan = plan(["a": "x"])
    plan.ended("a", hasRead: true, isFailure: false, .seconds(10))
    plan.urge("a")
    #expect(plan.due(.seconds(11)) != nil)
  }
}
