import Daemon
import Fetching
import Testing

/// What somebody is shown of the runs that were asked for.
@Suite struct FeedTests {
  private func finished(_ name: String) -> SyncEvent { .finished(AccountReport(name: name)) }

  /// All that waits in a feed that is complete, as text.
  private func rest(_ feed: Feed) -> [String] {
    var events: [String] = []
    while !feed.isComplete {
      guard let (account, event) = feed.next() else { break }
      if case .finished = event {
        events.append("\(account) end")
      } else {
        events.append("\(account) \(event)")
      }
    }
    return events
  }

  @Test func `events come in their order, and the feed is complete once each account has ended`() {
    let feed = Feed(["a", "b"])
    feed.put("a", .connecting(host: "h"))
    feed.put("b", finished("b"))
    #expect(!feed.isComplete)
    feed.put("a", .committed(messages: 1))
    feed.put("a", finished("a"))
    // Not before all was taken.
    #expect(!feed.isComplete)
    #expect(
      rest(feed) == ["a connecting(host: \"h\")", "b end", "a committed(messages: 1)", "a end"])
    #expect(feed.isComplete)
  }

  @Test func `accounts that were not asked for, and what comes after an end, are passed over`() {
    let feed = Feed(["a"])
    feed.put("b", .connecting(host: "h"))
    feed.put("b", finished("b"))
    feed.put("a", finished("a"))
    feed.put("a", .connecting(host: "h"))
    feed.put("a", finished("a"))
    #expect(rest(feed) == ["a end"])
    #expect(Feed([]).isComplete)
  }

  @Test func `of progress that nobody took only the latest is kept`() {
    let feed = Feed(["a", "b"])
    for number in 1...50 { feed.put("a", .progress(messages: number, of: 50, octets: 0, ofOctets: 0)) }
    feed.put("b", .progress(messages: 1, of: 2, octets: 0, ofOctets: 0))
    feed.put("a", .committed(messages: 50))
    feed.put("a", finished("a"))
    feed.put("b", finished("b"))
    let events = rest(feed)
    #expect(events.count == 5)
    #expect(events[0].hasPrefix("a progress(messages: 50,"))
    #expect(events[1].hasPrefix("b progress(messages: 1,"))
  }

  @Test func `a feed that nobody reads does not grow for ever, and has the ends all the same`() {
    let names = (0..<20).map { "a\($0)" }
    let feed = Feed(Set(names))
    for number in 0..<30_000 { feed.put("a0", .committed(messages: number)) }
    for name in names { feed.put(name, finished(name)) }
    let events = rest(feed)
    #expect(events.count == 10_000 + names.count)
    #expect(events.count { $0.hasSuffix(" end") } == names.count)
  }
}
