import Daemon
import Glibc
import TestFiles
import Testing

/// The log on descriptors: what reaches a reader, and that no reader holds the log up.
@Suite(.timeLimit(.minutes(5))) struct LogTests {
  init() { signal(SIGPIPE, SIG_IGN) }

  private func log(_ descriptor: Int32) -> Log { Log(output: .descriptor(descriptor)) }

  private func line(_ message: String, level: LogLevel = .info) -> LogLine {
    LogLine(level, message, time: 0)
  }

  @Test func `lines below the least level are passed over`() throws {
    let pipe = try Pipe()
    let log = Log(output: .descriptor(pipe.writing), least: .warning)
    for level in LogLevel.allCases { log.write(line("x", level: level)) }
    #expect(pipe.text() == "1970-01-01T00:00:00Z warning x\n1970-01-01T00:00:00Z error x\n")
    #expect(log.dropped == 0)
  }

  @Test func `a full pipe that blocks drops lines, and the next one that goes through says how many`() throws
  {
    let pipe = try Pipe()
    let log = log(pipe.writing)
    pipe.fill()
    log.write(line("one"))
    log.write(line("two"))
    #expect(log.dropped == 2)
    #expect(pipe.text().allSatisfy { $0 == "." })
    log.write(line("three"))
    #expect(
      pipe.text() == "1970-01-01T00:00:00Z warning 2 lines of the log could not be written\n"
        + "1970-01-01T00:00:00Z info three\n")
    #expect(log.dropped == 2)
  }

  @Test func `a line that was cut is followed by one that stands for itself`() throws {
    let pipe = try Pipe()
    let log = log(pipe.writing)
    pipe.fill()
    #expect(pipe.text(atMost: 4096).utf8.count == 4096)
    // Longer than what a pipe takes whole or not at all (PIPE_BUF).
    let long = String(repeating: "x", count: 240)
    log.write(
      LogLine(
        .info, String(repeating: "m", count: 2400), time: 0,
        fields: (0..<8).map { (name: "\($0)", value: long) }))
    #expect(log.dropped == 1)
    #expect(pipe.text().hasSuffix("mmm"))
    log.write(line("next"))
    #expect(
      pipe.text() == "\n1970-01-01T00:00:00Z warning 1 line of the log could not be written\n"
        + "1970-01-01T00:00:00Z info next\n")
  }

  @Test func `a pipe that blocks for others goes on blocking for them`() throws {
    let pipe = try Pipe()
    log(pipe.writing).write(line("x"))
    #expect(fcntl(pipe.writing, F_GETFL) & O_NONBLOCK == 0)
  }

  @Test func `a full socket drops lines, whether it blocks or not`() throws {
    for flags in [0, O_NONBLOCK] {
      var ends: [Int32] = [-1, -1]
      try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
      defer { for end in ends { close(end) } }
      _ = fcntl(ends[0], F_SETFL, flags)
      let log = log(ends[0])
      let long = line(String(repeating: "x", count: 2000))
      var written = 0
      while log.dropped < 3 && written < 100_000 {
        log.write(long)
        written += 1
      }
      #expect(log.dropped == 3)
    }
  }

  @Test func `a reader that is gone, a descriptor that is closed and a full disk are no failures`() throws {
    var ends: [Int32] = [-1, -1]
    try #require(pipe(&ends) == 0)
    let widowed = log(ends[1])
    close(ends[0])
    widowed.write(line("x"))
    #expect(widowed.dropped == 1)
    close(ends[1])

    let closed = log(-1)
    closed.write(line("x"))
    #expect(closed.dropped == 1)

    let full = open("/dev/full", O_WRONLY | O_CLOEXEC)
    defer { close(full) }
    let unlucky = log(full)
    unlucky.write(line("x"))
    #expect(unlucky.dropped == 1)
  }

  @Test func `lines of many threads are whole`() async throws {
    let folder = try TemporaryFolder()
    let path = try folder.write("log", text: "")
    let file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC)
    defer { close(file) }
    let log = log(file)
    await withTaskGroup { group in
      for writer in 0..<8 {
        group.addTask { for number in 0..<100 { log.write(LogLine(.info, "\(writer) \(number)", time: 0)) } }
      }
    }
    let lines = String(decoding: try readFile(path), as: UTF8.self).split(separator: "\n")
    let expected = (0..<8).flatMap { writer in
      (0..<100).map { "1970-01-01T00:00:00Z info \(writer) \($0)" }
    }
    #expect(lines.map(String.init).sorted() == expected.sorted())
  }
}
