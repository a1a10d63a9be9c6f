import Fetching
import MailIndex
import Settings
import Testing

/// What accounts share: a host, the archive.
@Suite struct GateTests {
  @Test func `while a host is down one account at a time tries, and all come back one after the other`() {
    var days = Days(accounts: 300, hosts: 1, every: 300, sessions: 32, perHost: 32)
    // A first round that is well.
    for _ in 0..<320 {
      days.pass(1)
      for name in days.start() { days.end(name) }
    }
    let before = days.runs.values.reduce(0, +)
    // Hours without the host.
    for _ in 0..<10_800 {
      days.pass(1)
      for name in days.start() { days.end(name, .unavailable()) }
    }
    let tries = days.runs.values.reduce(0, +) - before
    #expect(tries < 150, "\(tries) tries in three hours")
    // It is back.
    var perSecond: [Int] = []
    let down = days.runs
    for _ in 0..<480 {
      days.pass(1)
      let started = days.start()
      perSecond.append(started.count)
      for name in started { days.end(name) }
    }
    #expect((perSecond.max() ?? 0) <= 5, "a storm: \(perSecond.max() ?? 0) in a second")
    let silent = days.runs.filter { down[$0.key] == $0.value }
    #expect(silent.isEmpty, "\(silent.count) accounts were not looked at within 8 minutes")
  }

  @Test func `a wrong port holds up no account with the right one`() {
    var days = Days(accounts: 0)
    let accounts = (0..<21).map {
      Account(
        name: "a\($0)", host: "pop.example.org", port: $0 == 20 ? 995 : 9, user: "u", every: .seconds(5))
    }
    days.set(accounts)
    for _ in 0..<300 {
      days.pass(1)
      for name in days.start() { days.end(name, name == "a20" ? nil : .unavailable()) }
    }
    #expect(days.runs["a20", default: 0] > 40)
  }

  @Test func `who tries is each in turn, not the same ones again`() {
    var days = Days(accounts: 6, hosts: 1, every: 5, sessions: 8, perHost: 8)
    for _ in 0..<3_600 {
      days.pass(1)
      for name in days.start() { days.end(name, .unavailable()) }
    }
    let tries = days.runs.values
    #expect((tries.max() ?? 0) - (tries.min() ?? 0) <= 8, "\(days.runs)")
  }

  @Test func `one host that is down holds up no other`() {
    var days = Days(accounts: 20, hosts: 2, every: 60, sessions: 32, perHost: 8)
    for _ in 0..<600 {
      days.pass(1)
      for name in days.start() { days.end(name, days.host(of: name) == "h0" ? .unavailable() : nil) }
    }
    let well = days.runs.filter { days.host(of: $0.key) == "h1" }
    #expect(well.count == 10 && well.values.allSatisfy { $0 >= 9 })
  }

  @Test func `while the archive cannot be used one account at a time finds out, and then all go on`() {
    var days = Days(accounts: 50, hosts: 5, every: 60, sessions: 32, perHost: 8)
    days.pass(60)
    for name in days.start() { days.end(name, .noArchive) }
    let before = days.runs.values.reduce(0, +)
    for _ in 0..<3_600 {
      days.pass(1)
      for name in days.start() { days.end(name, .noArchive) }
    }
    let tries = days.runs.values.reduce(0, +) - before
    #expect((20...150).contains(tries), "\(tries) tries in an hour")
    let down = days.runs
    for _ in 0..<240 {
      days.pass(1)
      for name in days.start() { days.end(name) }
    }
    #expect(days.runs.allSatisfy { down[$0.key, default: 0] < $0.value })
  }

  @Test func `one whose server wants a pause has asked nobody, and another tries`() {
    var days = Days(accounts: 4, hosts: 1, every: 60, sessions: 8, perHost: 8)
    for _ in 0..<200 {
      days.pass(1)
      for name in days.start() { days.end(name, .unavailable()) }
    }
    var pauses = 0
    let before = days.runs
    for _ in 0..<400 {
      days.pass(1)
      for name in days.start() {
        let isPause = name == "a0"
        if isPause { pauses += 1 }
        days.end(
          name,
          isPause ? Problem(.tryAgain, "", hint: "", temporary: true, logInPause: 600) : .unavailable())
      }
    }
    #expect(pauses == 1)
    #expect(days.runs.filter { before[$0.key] != $0.value }.count >= 3)
  }

  @Test func `one that tries and fails otherwise lets the others go on`() {
    var days = Days(accounts: 10, hosts: 1, every: 60, sessions: 8, perHost: 8)
    for _ in 0..<120 {
      days.pass(1)
      for name in days.start() { days.end(name, .unavailable()) }
    }
    let down = days.runs
    for _ in 0..<400 {
      days.pass(1)
      for name in days.start() { days.end(name, name == "a3" ? .refused : nil, refusals: 1) }
    }
    #expect(days.runs.allSatisfy { down[$0.key, default: 0] < $0.value })
  }

  @Test func `a name that nobody knew for a night is asked for again within minutes`() {
    var days = Days(accounts: 1, every: 300)
    let unknown = Problem(.unavailable, "", hint: "", temporary: false, scope: .host)
    for _ in 0..<28_800 {
      days.pass(1)
      for name in days.start() { days.end(name, unknown) }
    }
    #expect(days.runs["a0", default: 0] < 50, "no storm")
    let waited = days.untilStart("a0", from: days.now.elapsed.inSeconds)
    #expect(waited <= 1_080)
  }
}
