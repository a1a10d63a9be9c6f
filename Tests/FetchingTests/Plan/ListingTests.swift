import Fetching
import POP3
import Testing

@Suite struct ListingTests {
  private func scan(_ number: UInt32, _ octets: Int64?) throws -> ScanListing {
    ScanListing(number: try #require(MessageNumber(number)), octets: octets)
  }

  private func unique(_ number: UInt32, _ uid: String?) throws -> UniqueIDListing {
    UniqueIDListing(number: try #require(MessageNumber(number)), uid: uid.map { UniqueID(Array($0.utf8)) })
  }

  @Test func `LIST and UIDL together give number, unique-id and size`() throws {
    var sizes = ListingSizes(expected: 2)
    sizes.add(try scan(1, 100))
    sizes.add(try scan(2, nil))
    let first = sizes.message(try unique(1, "a"))
    #expect(first?.octets == 100 && first?.uid == UniqueID(Array("a".utf8)))
    #expect(sizes.message(try unique(2, "b"))?.octets == nil)
    #expect(sizes.dropped == 0 && sizes.unnamed == 0 && sizes.totalOctets == 100)
  }

  @Test func `numbers that are repeated, unlisted or far beyond the count are dropped, and the rest stays`()
    throws
  {
    var sizes = ListingSizes(expected: 2)
    sizes.add(try scan(2, 5))
    sizes.add(try scan(1, 4))
    sizes.add(try scan(1, 9))
    sizes.add(try scan(4_000_000_000, 9))
    #expect(sizes.dropped == 2 && sizes.count == 2)
    #expect(sizes.message(try unique(1, "a"))?.octets == 4)
    #expect(sizes.message(try unique(1, "again")) == nil)
    #expect(sizes.message(try unique(3, "unlisted")) == nil)
    #expect(sizes.message(try unique(4_000_000_000, "far")) == nil)
    #expect(sizes.unnamed == 1)
    #expect(sizes.message(try unique(2, "b"))?.octets == 5)
  }

  @Test func `without LIST every number that UIDL names is taken, its size unknown`() throws {
    var sizes = ListingSizes(expected: 3)
    sizes.isComplete = false
    #expect(sizes.message(try unique(3, "c"))?.octets == nil)
    #expect(sizes.message(try unique(3, "c")) == nil)
  }

  @Test func `an empty unique-id is no unique-id`() throws {
    var sizes = ListingSizes(expected: 1)
    sizes.add(try scan(1, 7))
    let message = try #require(sizes.message(try unique(1, "")))
    #expect(message.uid == nil && message.octets == 7)
  }

  @Test func `without UIDL the sizes alone are the listing`() throws {
    var sizes = ListingSizes(expected: 3)
    sizes.add(try scan(1, 7))
    sizes.add(try scan(3, 9))
    #expect(Array(sizes.withoutUniqueIDs()).map(\.number.value) == [1, 3])
    #expect(sizes.withoutUniqueIDs().allSatisfy { $0.uid == nil })
  }

  @Test func `sizes that overflow together are the largest number, not a trap`() throws {
    var sizes = ListingSizes(expected: 2)
    sizes.add(try scan(1, .max))
    sizes.add(try scan(2, .max))
    #expect(sizes.totalOctets == .max)
  }
}

@Suite struct PlannerTests {
  private func message(_ number: UInt32, _ uid: String?, _ octets: Int64?) throws -> ListedMessage {
    ListedMessage(
      number: try #require(MessageNumber(number)), uid: uid.map { UniqueID(Array($0.utf8)) }, octets: octets)
  }

  @Test func `what is new is fetched, what a header may decide is settled first`() throws {
    var planner = Planner(now: 1_000)
    planner.consider(try message(1, "a", 10), header: false)
    planner.consider(try message(2, "b", 20), header: true)
    #expect(planner.plan.fetch.map(\.message.number.value) == [1])
    #expect(planner.plan.fetch.map(\.reason) == [.new])
    #expect(planner.plan.settle.map(\.number.value) == [2])
  }

  @Test func `a message set aside waits until it is due, and the others go on`() throws {
    let aside = UniqueID(Array("bad".utf8))
    var planner = Planner(setAside: [aside: .init(retryAt: 2_000, reason: "no end")], now: 1_999)
    planner.fetch(try message(1, "bad", 10), .new)
    planner.fetch(try message(2, "good", 10), .new)
    #expect(planner.plan.skipped == [SkippedMessage(uid: aside, reason: "no end")])
    #expect(planner.plan.fetch.map(\.message.number.value) == [2])
    var later = Planner(setAside: [aside: .init(retryAt: 2_000, reason: "no end")], now: 2_000)
    later.fetch(try message(1, "bad", 10), .new)
    #expect(later.plan.fetch.map(\.reason) == [.retry])
  }

  @Test func `a message above maxMessageSize stays on the server, one of unknown size is tried`() throws {
    var planner = Planner(maxMessageSize: 50, now: 0)
    planner.fetch(try message(1, "big", 51), .new)
    planner.fetch(try message(2, "fits", 50), .new)
    planner.fetch(try message(3, "unknown", nil), .new)
    #expect(planner.plan.oversize == 1)
    #expect(planner.plan.fetch.map(\.message.number.value) == [2, 3])
    #expect(planner.plan.octetsNotArchived == 101)
  }
}
