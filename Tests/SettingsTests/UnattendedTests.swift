import Settings
import TestFiles
import Testing

/// What concerns popkeep while nobody looks.
@Suite struct UnattendedTests {
  private func top(_ keys: String) -> String { "{ archive: '/mail', accounts: [],\n\(keys) }" }

  private func only(_ keys: String) throws -> Account {
    try #require(try parse(account(keys)).accounts.first)
  }

  @Test func `without a word the daemon has bounds, scrubs in a month and serves no figures`() throws {
    let configuration = try parse(top(""))
    #expect(configuration.daemon == DaemonSettings(sessions: 32, sessionsPerHost: 8, scrub: 2_592_000))
    #expect(configuration.metrics == MetricsSettings(listen: nil, textfile: nil))
  }

  @Test func `what the daemon is told is read`() throws {
    let configuration = try parse(
      top(
        """
        daemon: { sessions: 4, sessionsPerHost: 2, scrub: "1w", socket: "~/s", log: "json" },
        metrics: { listen: "[::1]:9464", textfile: "/var/lib/figures/popkeep.prom" }
        """))
    #expect(
      configuration.daemon
        == DaemonSettings(
          sessions: 4, sessionsPerHost: 2, scrub: 604_800, socket: "/home/alice/s", log: .json))
    #expect(
      configuration.metrics
        == MetricsSettings(
          listen: .tcp(host: "::1", port: 9464), textfile: "/var/lib/figures/popkeep.prom"))
    #expect(try parse(top("daemon: { scrub: 'never' }")).daemon.scrub == nil)
    #expect(
      try parse(top("metrics: { listen: 'unix:/run/popkeep/m' }")).metrics.listen == .unix("/run/popkeep/m"))
  }

  @Test(arguments: [
    "", "9464", "127.0.0.1", "127.0.0.1:", "127.0.0.1:99999", "::1:9464", "unix:", "unix:relative", "a b:1",
    ":80",
    "127.0.0.1:+1", "unix:/" + String(repeating: "x", count: 107),
  ])
  func `what is no address to listen at is refused`(text: String) {
    #expect(ListenAddress(text) == nil)
    #expect(refusal(of: top("metrics: { listen: '\(text)' }")).contains("\"listen\""))
  }

  @Test func `hooks are a program alone, or with its time limit; silence says how long`() throws {
    let hooks = try only(
      """
      hooks: { onNewMail: ["tell", "mail"], onFailure: { command: ["tell"], timeout: "5s" },
        onSilence: { after: "3d", command: ["cry"] } }
      """
    ).hooks
    #expect(
      hooks
        == Hooks(
          onNewMail: Hook(command: ["tell", "mail"]),
          onFailure: Hook(command: ["tell"], timeout: .seconds(5)), onSilence: Hook(command: ["cry"]),
          silence: 259_200))
  }

  @Test func `hooks and quiet hours may stand in the defaults`() throws {
    let text = """
      { archive: '/m', defaults: { quiet: '22:00-6:30', hooks: { onNewMail: ['a'] } },
        accounts: [ { name: 'x', host: 'h', user: 'u' }, { name: 'y', host: 'h', user: 'u', quiet: [] } ] }
      """
    let accounts = try parse(text).accounts
    #expect(accounts.map(\.hooks.onNewMail) == [Hook(command: ["a"]), Hook(command: ["a"])])
    #expect(accounts.map(\.quiet) == [QuietHours([.init(start: 1320, end: 390)]), QuietHours()])
  }

  @Test func `quiet hours say how many minutes are left of them, over midnight and over one another`() throws
  {
    let night = try only("quiet: '22:00-06:00'").quiet
    #expect(night.left(at: 21 * 60 + 59) == nil)
    #expect(night.left(at: 22 * 60) == 480)
    #expect(night.left(at: 0) == 360)
    #expect(night.left(at: 359) == 1)
    #expect(night.left(at: 360) == nil)
    let two = try only("quiet: ['12:00-13:00', '13:00-14:00', '23:00-24:00']").quiet
    #expect(two.left(at: 12 * 60 + 30) == 90)
    #expect(two.left(at: 23 * 60) == 60)
    #expect(two.left(at: 0) == nil)
  }

  @Test(arguments: [
    ("daemon: 4", #"2: "daemon" is an object in { }, but a number stands here"#),
    ("daemon: { sessions: 0 }", #"2: "sessions" needs a whole number from 1 to 1000"#),
    ("daemon: { sesions: 1 }", #"2: unknown key "sesions"; did you mean "sessions"?"#),
    ("daemon: { scrub: '1h' }", #"2: "scrub" lies between "1d" and "52w", not "1h""#),
    (
      "daemon: { scrub: 'monthly' }",
      #"2: "scrub" needs a duration such as "90s", "5m", "12h", "30d" or "2w", or "never", not "monthly""#
    ),
    ("daemon: { log: 'xml' }", #"2: "log" needs "text" or "json", not "xml""#),
    ("metrics: { port: 1 }", #"2: unknown key "port"; "metrics" has listen, textfile"#),
  ])
  func `a mistake about the daemon is told with its line`(keys: String, sentence: String) {
    #expect(refusal(of: top(keys)) == "config.json:\(sentence)")
  }

  @Test(arguments: [
    (
      #""quiet": "22-6""#,
      #"4: "quiet" needs times of the day such as "22:00-06:00", or a list of such, not "22-6""#
    ),
    (#""quiet": "12:00-12:00""#, #"not "12:00-12:00""#),
    (#""quiet": ["0:00-12:00", "12:00-24:00"]"#, "leaves no minute of the day"),
    (#""hooks": { "onMail": ["x"] }"#, #"unknown key "onMail""#),
    (
      #""hooks": { "onNewMail": "x y" }"#,
      #""onNewMail" needs a list of the program and its arguments, such as"#
    ),
    (#""hooks": { "onNewMail": { "command": ["x"], "after": "2d" } }"#, #"unknown key "after""#),
    (#""hooks": { "onNewMail": [] }"#, #""command" needs a list of the program and its arguments"#),
    (#""hooks": { "onFailure": { "timeout": "5s" } }"#, #""command" needs a list"#),
  ])
  func `a mistake about an account's hours or hooks is told`(keys: String, part: String) {
    #expect(refusal(of: account(keys)).contains(part), "\(refusal(of: account(keys)))")
  }
}
