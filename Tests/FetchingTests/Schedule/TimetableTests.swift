import Fetching
import MailIndex
import Settings
import Testing

/// The timetable, told the time by hand.
@Suite struct TimetableTests {
  @Test func `accounts begin one after the other, a second apart where they are few`() {
    var days = Days(accounts: 3)
    let started1 = days.start()
    #expect(started1.count == 1)
    days.pass(1)
    let started2 = days.start()
    #expect(started2.count == 1)
    days.pass(1)
    let started3 = days.start()
    #expect(started3.count == 1)
    let started4 = days.start()
    #expect(days.table.nextWake == nil || started4.isEmpty)
  }

  @Test func `thousands of accounts are spread over their interval, and none is late`() {
    var days = Days(accounts: 3_000, every: 300, sessions: 8, perHost: 8)
    var most = 0
    for _ in 0..<2_640 {
      days.pass(0.25)
      let started = days.start()
      most = max(most, started.count)
      for name in started { days.end(name) }
    }
    #expect(most <= 8)
    #expect(days.table.longestDelay < 1)
    #expect(days.runs.values.allSatisfy { (2...3).contains($0) })
    #expect(days.runs.count == 3_000)
  }

  @Test func `an account is never run twice at a time, and comes again at its interval`() {
    var days = Days(accounts: 1, every: 60)
    let started5 = days.start()
    #expect(started5 == ["a0"])
    days.pass(600)
    let started6 = days.start()
    #expect(started6.isEmpty)
    days.end("a0")
    // What was missed while it ran is made up for once.
    days.pass(1.1)
    let started7 = days.start()
    #expect(started7 == ["a0"])
    days.end("a0")
    days.pass(56)
    let started8 = days.start()
    #expect(started8.isEmpty)
    days.pass(8)
    let started9 = days.start()
    #expect(started9 == ["a0"])
  }

  @Test func `a machine that slept for a day runs what it missed once`() {
    var days = Days(accounts: 5, every: 300)
    days.round()
    days.pass(86_400)
    let before = days.runs
    days.round()
    days.pass(30)
    days.round()
    for (name, count) in days.runs { #expect(count == before[name, default: 0] + 1) }
  }

  @Test func `a clock on the wall that is set back a day changes nothing of what is due`() {
    var days = Days(accounts: 1, every: 300)
    days.round()
    days.now.wall -= 86_400
    days.pass(320)
    let started10 = days.start()
    #expect(started10 == ["a0"])
  }

  @Test func `no more sessions than allowed, in all and with one host`() {
    var days = Days(accounts: 40, hosts: 4, every: 1, sessions: 7, perHost: 2)
    days.pass(60)
    let started = days.start()
    #expect(started.count == 7)
    let byHost = Dictionary(grouping: started) { days.host(of: $0) }
    #expect(byHost.values.allSatisfy { $0.count <= 2 })
    #expect(days.table.nextWake == nil)
    days.end(started[0])
    let started11 = days.start()
    #expect(started11.count == 1)
  }

  @Test func `what waits for a session of its host does not keep the program busy`() {
    var days = Days(accounts: 2, hosts: 1, every: 60, sessions: 8, perHost: 1)
    days.pass(5)
    let started12 = days.start()
    #expect(started12.count == 1)
    let started13 = days.start()
    #expect(started13.isEmpty)
    let next = days.table.nextWake
    #expect(next == nil || next ?? .zero > days.now.elapsed)
  }

  @Test func `a run that lasts takes nobody's turn for long, in all and with one host`() {
    var days = Days(accounts: 8, hosts: 1, every: 60, sessions: 2, perHost: 2)
    days.pass(10)
    let slow = days.start()
    #expect(slow.count == 2)
    days.pass(30)
    let early = days.start()
    #expect(early.isEmpty)
    days.pass(31)
    let others = days.start()
    #expect(others.count == 2)
    // As many again, and no more.
    days.pass(61)
    let more = days.start()
    #expect(more.isEmpty && days.table.runningCount == 4)
    for name in others { days.end(name) }
    let next = days.start()
    #expect(next.count == 2)
    for name in slow + next { days.end(name) }
    #expect(days.table.isIdle)
    let last = days.start()
    #expect(last.count == 2)
  }

  @Test func `failures double the wait, and a success ends it`() throws {
    var days = Days(accounts: 1, every: 30)
    var waits: [Double] = []
    for _ in 0..<8 {
      let began = days.untilStart("a0")
      days.end("a0", .unavailable())
      waits.append(days.untilStart("a0", from: began))
      days.end("a0", .unavailable())
    }
    #expect(try #require(waits.first) >= 48 && waits.max() ?? 0 <= 900 * 1.2 + 1)
    #expect(try #require(waits.last) > 700)
    _ = days.untilStart("a0")
    days.end("a0")
    let waited14 = days.untilStart("a0", from: days.now.elapsed.inSeconds)
    #expect(waited14 < 35)
  }

  @Test func `a failing account waits, and the others go on`() {
    var days = Days(accounts: 4, hosts: 4, every: 60)
    days.pass(5)
    for name in days.start() { days.end(name, name == "a1" ? .unavailable() : nil) }
    let before = days.runs
    for _ in 0..<10 {
      days.pass(65)
      for name in days.start() { days.end(name, name == "a1" ? .unavailable() : nil) }
    }
    #expect(days.runs["a0", default: 0] - before["a0", default: 0] >= 9)
    #expect(days.runs["a1", default: 0] - before["a1", default: 0] <= 4)
  }

  @Test func `a log-in that was refused twice is not tried again, until something has changed`() {
    var days = Days(accounts: 2, every: 60)
    days.pass(2)
    for name in days.start() { days.end(name, name == "a0" ? .refused : nil, refusals: 1) }
    _ = days.untilStart("a0")
    days.end("a0", .refused, refusals: 2)
    #expect(days.table.paused == ["a0"])
    #expect(days.table.state(of: "a0", days.now)?.isPaused == true)
    for _ in 0..<1_000 {
      days.pass(60)
      for name in days.start() { days.end(name) }
    }
    #expect(days.runs["a0"] == 2)
    #expect(days.runs["a1", default: 0] > 600)
    let isDone15 = days.table.lift("a0", days.now)
    #expect(isDone15)
    let started16 = days.start()
    #expect(started16.contains("a0"))
  }

  @Test func `who asks gets a run at once, paused, quiet or waiting as the account may be`() {
    var days = Days(accounts: 1, every: 3_600)
    days.round()
    let isDone17 = days.table.ask("a0")
    #expect(isDone17)
    let started18 = days.start()
    #expect(started18 == ["a0"])
    let isDone19 = days.table.ask("a0")
    #expect(isDone19)
    let started20 = days.start()
    #expect(started20.isEmpty)
    days.end("a0", .refused, refusals: 2)
    let isDone21 = days.table.ask("a0")
    #expect(isDone21)
    let started22 = days.start()
    #expect(started22 == ["a0"])
    let isDone23 = days.table.ask("nobody")
    #expect(!isDone23)
  }

  @Test func `in quiet hours nothing runs by itself, and after them it does`() {
    var days = Days(accounts: 1, every: 300, quiet: QuietHours([.init(start: 22 * 60, end: 6 * 60)]))
    days.now.minuteOfDay = 21 * 60 + 58
    days.round()
    days.pass(300)
    var runs = 0
    while days.now.minuteOfDay >= 22 * 60 || days.now.minuteOfDay < 6 * 60 {
      for name in days.start() {
        runs += 1
        days.end(name)
      }
      days.pass(60)
    }
    #expect(runs == 0)
    days.pass(960)
    let started24 = days.start()
    #expect(started24 == ["a0"])
  }

  @Test func `an account whose server asks for a pause gets it, and has not failed`() {
    var days = Days(accounts: 1, every: 60)
    _ = days.untilStart("a0")
    let began = days.now.elapsed.inSeconds
    days.end("a0", Problem(.tryAgain, "", hint: "", temporary: true, logInPause: 900))
    let waited25 = days.untilStart("a0", from: began)
    #expect(waited25 >= 900)
    days.end("a0", .unavailable())
    // The first failure, not the second.
    let waited26 = days.untilStart("a0", from: days.now.elapsed.inSeconds)
    #expect(waited26 < 75)
  }
}
