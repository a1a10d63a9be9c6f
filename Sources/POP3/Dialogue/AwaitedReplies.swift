/// Commands in flight, first in, first out, in constant time each.
struct AwaitedReplies: Sendable {
  private var entries: [AwaitedReply] = []
  private var head = 0

  var count: Int { entries.count - head }
  var last: AwaitedReply? { count == 0 ? nil : entries.last }

  mutating func append(_ entry: AwaitedReply) { entries.append(entry) }

  mutating func popFirst() -> AwaitedReply? {
    guard head < entries.count else { return nil }
    defer {
      head += 1
      if head == entries.count || head >= 1_024 {
        entries.removeFirst(head)
        head = 0
      }
    }
    return entries[head]
  }
}
