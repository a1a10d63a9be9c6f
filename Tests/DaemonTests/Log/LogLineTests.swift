import Daemon
import Settings
import TestFiles
import Testing

/// How a line looks, as text and as JSON.
@Suite struct LogLineTests {
  /// 2026-11-26 14:15:00 UTC.
  private let time: Int64 = 1_795_702_500

  private func written(_ line: LogLine, _ format: LogFormat = .text) throws -> String {
    let pipe = try Pipe()
    Log(output: .descriptor(pipe.writing), format: format, least: .debug).write(line)
    return pipe.text()
  }

  @Test func `a line says when, how grave, which account, run and stage, then what`() throws {
    let line = LogLine(
      .warning, "the server hung up", time: time, account: "home", run: 12, stage: "fetch",
      fields: [("class", "network"), ("host", "pop example")])
    #expect(
      try written(line)
        == "2026-11-26T14:15:00Z warning home run=12 stage=fetch class=network host=\"pop example\": "
        + "the server hung up\n")
    #expect(try written(LogLine(.info, "ready", time: time)) == "2026-11-26T14:15:00Z info ready\n")
  }

  @Test func `a line in JSON is one object, quotes and backslashes escaped`() throws {
    let line = LogLine(
      .error, "said \"no\\\"", time: time, account: "ho\"me", run: 3, stage: "log-in",
      fields: [("class", "refused")])
    #expect(
      try written(line, .json)
        == #"{"time":"2026-11-26T14:15:00Z","level":"error","account":"ho\"me","run":3,"stage":"log-in","#
        + #""message":"said \"no\\\"","class":"refused"}"# + "\n")
    #expect(
      try written(LogLine(.info, "ready", time: time), .json)
        == #"{"time":"2026-11-26T14:15:00Z","level":"info","message":"ready"}"# + "\n")
  }

  @Test(arguments: LogFormat.allCases)
  func `control characters, bidi overrides and line ends from a server are question marks`(
    format: LogFormat
  ) throws {
    let hostile = "a\nb\r\u{1B}[2J\u{0}\u{85}\u{2028}\u{202E}\u{2066}é\u{7F}"
    let line = LogLine(
      .info, hostile, time: 0, account: hostile, stage: hostile, fields: [(name: hostile, value: hostile)])
    let text = try written(line, format)
    #expect(text.hasSuffix("\n"))
    #expect(text.contains("a?b??[2J?????é?"))
    let bad = text.dropLast().unicodeScalars.filter {
      $0.value < 0x20 || (0x7F...0x9F).contains($0.value) || (0x2028...0x202E).contains($0.value)
        || $0.value == 0x2066
    }
    #expect(bad.isEmpty)
  }

  @Test func `a line is bounded, however much a server says`() throws {
    let long = String(repeating: "é", count: 1_000_000)
    let line = LogLine(
      .info, long, time: 0, account: long, run: .max, stage: long,
      fields: (0..<1000).map { (name: "\($0)\(long)", value: long) })
    for format in LogFormat.allCases {
      let text = try written(line, format)
      #expect(text.utf8.count < 8192)
      #expect(text.contains("é…"))
      #expect(!text.contains("\u{FFFD}"))
    }
  }

  @Test(arguments: [
    (0, "1970-01-01T00:00:00Z"), (951_782_400, "2000-02-29T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"),
    (4_102_444_799, "2099-12-31T23:59:59Z"), (Int64.max, "@9223372036854775807"),
  ])
  func `every time can be written`(time: Int64, text: String) throws {
    #expect(try written(LogLine(.info, "x", time: time)) == "\(text) info x\n")
  }
}
