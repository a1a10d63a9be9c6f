import Daemon
import Synchronization
import Testing

/// Prometheus' text format, and that it is written in pieces.
@Suite struct MetricsTextTests {
  private func text(_ families: [MetricFamily], chunk: Int = 16384) -> (text: String, longest: Int) {
    var octets: [UInt8] = []
    var longest = 0
    MetricsText.write(families, chunk: chunk) { piece in
      octets += piece
      longest = max(longest, piece.count)
    }
    return (String(decoding: octets, as: UTF8.self), longest)
  }

  @Test func `a family has its help, its kind and its samples`() {
    let fetched = MetricFamily("popkeep_fetched_messages_total", help: "Messages fetched.", kind: .counter) {
      AnySequence([
        MetricFamily.Sample(12, labels: [("account", "home")]),
        MetricFamily.Sample(0, labels: [("account", "work"), ("class", "network")]),
      ])
    }
    let active = MetricFamily("popkeep_sessions_active", help: "Sessions.", kind: .gauge) {
      AnySequence([MetricFamily.Sample(3)])
    }
    #expect(
      text([fetched, active]).text == """
        # HELP popkeep_fetched_messages_total Messages fetched.
        # TYPE popkeep_fetched_messages_total counter
        popkeep_fetched_messages_total{account="home"} 12
        popkeep_fetched_messages_total{account="work",class="network"} 0
        # HELP popkeep_sessions_active Sessions.
        # TYPE popkeep_sessions_active gauge
        popkeep_sessions_active 3

        """)
    #expect(text([]).text.isEmpty)
  }

  @Test func `help and labels are escaped`() {
    let family = MetricFamily("m", help: "a\\b\n\"c\"\r", kind: .gauge) {
      AnySequence([MetricFamily.Sample(1, labels: [("l", "a\\b\n\"c\"\u{1B}\u{7F}é")])])
    }
    #expect(
      text([family]).text
        == #"# HELP m a\\b\n"c"?"# + "\n# TYPE m gauge\n" + #"m{l="a\\b\n\"c\"??é"} 1"# + "\n")
  }

  @Test(arguments: [
    (0.0, "0"), (-3.0, "-3"), (1_795_702_500.0, "1795702500"), (0.25, "0.25"), (1e300, "1e+300"),
    (.infinity, "+Inf"), (-.infinity, "-Inf"), (.nan, "NaN"),
  ])
  func `a number is written as Prometheus reads it`(value: Double, expected: String) {
    let family = MetricFamily("m", help: "", kind: .gauge) { AnySequence([MetricFamily.Sample(value)]) }
    #expect(text([family]).text.hasSuffix("\nm \(expected)\n"))
  }

  @Test func `a hundred thousand samples are written in pieces, made one after another`() {
    let families = (0..<10).map { number in
      MetricFamily("popkeep_metric_\(number)", help: "A metric.", kind: .gauge) {
        AnySequence(
          (0..<10_000).lazy.map { MetricFamily.Sample(Double($0), labels: [("account", "account-\($0)")]) })
      }
    }
    let written = text(families)
    #expect(written.longest < 16384 + 256)
    #expect(written.text.utf8.count { $0 == 0x0A } == 10 * 10_002)
  }

  @Test func `nothing more is made for a reader that is gone`() {
    let made = Mutex(0)
    let family = MetricFamily("m", help: "", kind: .gauge) {
      AnySequence(
        (0..<10_000).lazy.map { number in
          made.withLock { $0 += 1 }
          return MetricFamily.Sample(Double(number))
        })
    }
    #expect(throws: ConnectionFailure.closed) {
      try MetricsText.write([family], chunk: 100) { _ throws(ConnectionFailure) in throw .closed }
    }
    #expect(made.withLock { $0 } < 100)
  }
}
