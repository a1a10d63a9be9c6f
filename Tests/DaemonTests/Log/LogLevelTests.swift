import Daemon
import Testing

struct LogLevelTests {
  @Test
  func `A graver level is a greater one, and has the smaller number of syslog`() {
    #expect(LogLevel.error > .warning && LogLevel.warning > .notice && LogLevel.notice > .info)
    #expect(LogLevel.info > .debug)
    #expect(LogLevel.allCases.map(\.priority) == [7, 6, 5, 4, 3])
  }
}
