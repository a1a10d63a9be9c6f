import Bench
import Testing

@Suite struct ScrapeTests {
  private let scrape = Scrape(
    """
    # HELP popkeep_runs_total Runs.
    # TYPE popkeep_runs_total counter
    popkeep_runs_total{account="home"} 3
    popkeep_runs_total{account="work"} 4
    popkeep_failures_total{account="home",class="network"} 1
    popkeep_failures_total{account="home",class="server"} 2
    popkeep_sessions_active 5

    """)

  @Test func `samples are found by name and account, and added up`() {
    #expect(scrape.each("popkeep_runs_total") == ["home": 3, "work": 4])
    #expect(scrape.sum("popkeep_runs_total") == 7)
    #expect(scrape.each("popkeep_failures_total") == ["home": 3])
    #expect(scrape.sum("popkeep_sessions_active") == 5)
  }

  @Test func `what is not there counts nothing`() {
    #expect(scrape.sum("popkeep_runs") == 0)
    #expect(scrape.each("popkeep_runs").isEmpty)
  }
}
