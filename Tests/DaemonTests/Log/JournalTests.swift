import Daemon
import Glibc
import Settings
import TestFiles
import Testing

/// The log in systemd's journal: which one is chosen, and what arrives there.
@Suite(.timeLimit(.minutes(1))) struct JournalTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private let line = LogLine(
    .warning, "the server\nhung up", time: 0, account: "home", run: 12, stage: "fetch",
    fields: [("class", "network"), ("last-error", "a\"b")])

  @Test func `an entry has message, priority, identifier, account, run, stage and the other fields`() throws {
    let journal = try DatagramSocket(folder("journal"))
    Log(output: .journal(socket: folder("journal"))).write(line)
    #expect(
      try journal.receive() == """
        MESSAGE=home run=12 stage=fetch class=network last-error="a'b": the server?hung up
        PRIORITY=4
        SYSLOG_IDENTIFIER=popkeep
        POPKEEP_ACCOUNT=home
        POPKEEP_RUN=12
        POPKEEP_STAGE=fetch
        POPKEEP_CLASS=network
        POPKEEP_LAST_ERROR=a"b

        """)
  }

  @Test func `a message is JSON in the journal too where that was asked for`() throws {
    let journal = try DatagramSocket(folder("journal"))
    Log(output: .journal(socket: folder("journal")), format: .json).write(LogLine(.info, "ready", time: 0))
    let message = try journal.receive().prefix { $0 != "\n" }
    #expect(message == #"MESSAGE={"time":"1970-01-01T00:00:00Z","level":"info","message":"ready"}"#)
  }

  @Test func `a value with a line end goes with its length`() {
    var entry = JournalEntry()
    entry.append("A", "b\nc=d")
    #expect(entry.bytes == Array("A\n".utf8) + [5, 0, 0, 0, 0, 0, 0, 0] + Array("b\nc=d\n".utf8))
  }

  @Test func `a journal that is started anew is found again`() throws {
    let path = folder("journal")
    let log = Log(output: .journal(socket: path))
    log.write(line)
    #expect(log.dropped == 1)
    for _ in 1...2 {
      let journal = try DatagramSocket(path)
      log.write(LogLine(.info, "again", time: 0))
      var heard = try journal.receive()
      if heard.contains("could not be written") { heard = try journal.receive() }
      #expect(heard.hasPrefix("MESSAGE=again\n"))
      try removeFile(path)
    }
    #expect(log.dropped == 1)
  }

  @Test func `a journal that reads nothing holds nobody up`() throws {
    let journal = try DatagramSocket(folder("journal"))
    let log = Log(output: .journal(socket: folder("journal")))
    var written = 0
    while log.dropped < 3 && written < 100_000 {
      log.write(line)
      written += 1
    }
    #expect(log.dropped == 3)
    #expect(!journal.isEmpty)
  }

  @Test func `the journal is chosen where standard error leads to it`() throws {
    let pipe = try Pipe()
    var status = stat()
    try #require(fstat(pipe.writing, &status) == 0)
    let stream = "\(status.st_dev):\(status.st_ino)"
    let path = folder("journal")
    func output(_ environment: [String: String]) -> LogOutput {
      .automatic(environment: environment, standardError: pipe.writing, socket: path)
    }
    #expect(output(["JOURNAL_STREAM": stream]) == .prefixed(pipe.writing))
    let journal = try DatagramSocket(path)
    #expect(journal.isEmpty)
    #expect(output(["JOURNAL_STREAM": stream]) == .journal(socket: path))
    #expect(output(["JOURNAL_STREAM": "1:2"]) == .descriptor(pipe.writing))
    #expect(output([:]) == .descriptor(pipe.writing))
  }

  @Test func `where only the stream to a journal is there the level stands in front, and no time`() throws {
    let pipe = try Pipe()
    Log(output: .prefixed(pipe.writing)).write(LogLine(.error, "x", time: 0, account: "home"))
    #expect(pipe.text() == "<3>home: x\n")
  }
}
