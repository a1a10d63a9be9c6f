import Fetching
import MailIndex
import Settings
import Testing

/// What a program that starts again, or is told another configuration, knows of before.
@Suite struct RestartTests {
  private func standing(_ change: (inout StandingRow) -> Void) -> StandingRow {
    var row = StandingRow()
    change(&row)
    return row
  }

  @Test func `an account that failed goes on waiting after a restart`() {
    let row = standing {
      $0.failures = 5
      $0.nextRun = 1_800_000_600
    }
    var days = Days(accounts: 1, standings: ["a0": row])
    let started1 = days.start()
    #expect(started1.isEmpty)
    days.pass(590)
    let started2 = days.start()
    #expect(started2.isEmpty)
    days.pass(20)
    let started3 = days.start()
    #expect(started3 == ["a0"])
    // And its next failure is the sixth.
    days.end("a0", .unavailable())
    let began = days.now.elapsed.inSeconds
    let waited4 = days.untilStart("a0", from: began)
    #expect(waited4 > 700)
  }

  @Test func `a clock that was set back meanwhile keeps nobody waiting for ever`() {
    let row = standing {
      $0.failures = 2
      $0.nextRun = 1_800_000_000 + 10 * 86_400
    }
    var days = Days(accounts: 1, standings: ["a0": row])
    let waited5 = days.untilStart("a0", from: days.now.elapsed.inSeconds)
    #expect(waited5 < 18_000)
  }

  @Test func `a log-in that was refused twice stays paused over a restart, unless it is another one`() {
    let row = standing {
      $0.failures = 2
      $0.refusals = 2
      $0.logIn = "old"
    }
    var same = Days(accounts: 1, standings: ["a0": row], logIns: ["a0": "old"])
    same.pass(100_000)
    let started6 = same.start()
    #expect(started6.isEmpty)
    #expect(same.table.paused == ["a0"])
    var other = Days(accounts: 1, standings: ["a0": row], logIns: ["a0": "new"])
    other.pass(100_000)
    let started7 = other.start()
    #expect(started7 == ["a0"])
  }

  @Test func `a program that is started again and again does not ask a server each time`() {
    let row = standing { $0.lastSuccess = 1_799_999_990 }
    var days = Days(accounts: 1, every: 300, standings: ["a0": row])
    let started8 = days.start()
    #expect(started8.isEmpty)
    days.pass(51)
    let started9 = days.start()
    #expect(started9 == ["a0"])
  }

  @Test func `accounts come and go, and their times stay`() {
    var days = Days(accounts: 2, every: 300)
    days.round()
    days.set(Days.accounts(3, every: 300))
    let started10 = days.start()
    #expect(started10 == ["a2"])
    days.set(Days.accounts(1, every: 300))
    // The one that runs and is gone from the configuration ends, and does not come again.
    days.end("a2")
    days.pass(10_000)
    let started11 = days.start()
    #expect(started11 == ["a0"])
  }

  @Test func `a shorter interval holds at once`() {
    var days = Days(accounts: 1, every: 86_400)
    days.round()
    days.set(Days.accounts(1, every: 60))
    days.pass(5)
    let started12 = days.start()
    #expect(started12 == ["a0"])
  }

  @Test func `an account that is switched off waits, and runs once it is switched on`() {
    var days = Days(accounts: 1, every: 60)
    var accounts = Days.accounts(1)
    accounts[0].enabled = false
    days.set(accounts)
    days.pass(1_000)
    let started13 = days.start()
    #expect(started13.isEmpty)
    #expect(days.table.state(of: "a0", days.now)?.nextRun == nil)
    days.set(Days.accounts(1))
    let started14 = days.start()
    #expect(started14 == ["a0"])
  }

  @Test(arguments: [1, 2, 3, 4, 7, 16])
  func `shards cover all accounts, each once, and evenly`(count: Int) throws {
    let shards = try (0..<count).map { try #require(Shard("\($0)/\(count)")) }
    var held = [Int](repeating: 0, count: count)
    for number in 0..<10_000 {
      let holders = shards.indices.filter { shards[$0].holds("user\(number)@example.org") }
      #expect(holders.count == 1)
      for holder in holders { held[holder] += 1 }
    }
    let share = 10_000 / count
    #expect(held.allSatisfy { $0 > share * 8 / 10 && $0 < share * 12 / 10 }, "\(held)")
  }

  @Test func `one shard more takes its part and moves nobody else`() throws {
    let (before, after) = (4, 5)
    var moved = 0
    for number in 0..<5_000 {
      let name = "user\(number)"
      let old = try (0..<before).filter { try #require(Shard(number: $0, of: before)).holds(name) }
      let new = try (0..<after).filter { try #require(Shard(number: $0, of: after)).holds(name) }
      guard old != new else { continue }
      moved += 1
      #expect(new == [4])
    }
    #expect((800...1_200).contains(moved))
  }

  @Test func `which shard holds an account is fixed for ever`() throws {
    let names = ["home", "work", "alice@example.org", "bob", "carol", "dave", "erin", "frank"]
    let places = try names.map { name in
      try (0..<4).first { try #require(Shard(number: $0, of: 4)).holds(name) }
    }
    #expect(places == [0, 2, 0, 0, 1, 2, 0, 3])
  }

  @Test(arguments: ["", "1", "4/4", "-1/4", "1/0", "a/b", "1/4/2", "+1/4", "1/20000", " 1/4"])
  func `what is no shard is refused`(text: String) { #expect(Shard(text) == nil) }
}
