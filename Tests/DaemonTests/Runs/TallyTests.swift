import Daemon
import Fetching
import Testing

/// What the runs of each account have come to.
@Suite struct TallyTests {
  private func report(_ name: String, fetched: Int = 0, _ error: Problem? = nil) -> AccountReport {
    var report = AccountReport(name: name)
    (report.fetched, report.bytes, report.error) = (fetched, Int64(fetched) * 10, error)
    return report
  }

  @Test func `runs are added up, failures by their class`() {
    let tally = Tally()
    tally.add(report("a", fetched: 2))
    tally.add(report("a", fetched: 3, Problem(.tryAgain, "", hint: "")))
    tally.add(report("a", Problem(.tryAgain, "", hint: "")))
    tally.add(report("b", Problem(.disk, "", hint: "")))
    #expect(tally.all["a"]?.messages == 5 && tally.all["a"]?.octets == 50)
    #expect(tally.all["a"]?.failures == [.tryAgain: 2])
    #expect(tally.all["b"]?.failures == [.disk: 1])
    tally.add(report("b"))
    #expect(tally.all["a"]?.runs == 3)
    #expect(tally.all["b"]?.runs == 2, "one without news is one, too")
    tally.keep(["b"])
    #expect(tally.all.keys.sorted() == ["b"])
  }

  @Test func `a log-in that would have come too soon is no failure`() {
    let tally = Tally()
    tally.add(report("a", Problem(.tryAgain, "", hint: "", temporary: true, logInPause: 60)))
    #expect(tally.all.isEmpty)
  }
}
