import Fetching
import Testing

@Suite struct StandingTests {
  private func facts(
    listed: Int64?, wire: Int64 = 100, gone: Bool = false, claimed: Bool = false
  ) -> CopyFacts {
    CopyFacts(listedOctets: listed, wireOctets: wire, isGone: gone, isClaimed: claimed)
  }

  @Test func `a unique-id that is not recorded is new`() {
    #expect(Standing(octets: 100, candidates: []) == .new)
  }

  @Test func `unique-id and size as recorded are known`() {
    #expect(Standing(octets: 100, candidates: [facts(listed: 100)]) == .known(0))
    #expect(Standing(octets: 98, candidates: [facts(listed: 97), facts(listed: 98)]) == .known(1))
  }

  @Test func `a unique-id with another size is doubtful, never known`() {
    #expect(Standing(octets: 101, candidates: [facts(listed: 100)]) == .doubtful)
    #expect(Standing(octets: nil, candidates: [facts(listed: 100)]) == .doubtful)
  }

  @Test func `a copy that had left the server is doubtful even when the size agrees`() {
    #expect(Standing(octets: 100, candidates: [facts(listed: 100, gone: true)]) == .doubtful)
  }

  @Test func `after a reindex the size on the wire decides`() {
    #expect(Standing(octets: 100, candidates: [facts(listed: nil, wire: 100)]) == .known(0))
    #expect(Standing(octets: 99, candidates: [facts(listed: nil, wire: 100)]) == .doubtful)
    #expect(Standing(octets: nil, candidates: [facts(listed: nil, wire: 100)]) == .known(0))
  }

  @Test func `one copy is known once: the same unique-id listed twice is one known and one new`() {
    #expect(Standing(octets: 100, candidates: [facts(listed: 100, claimed: true)]) == .new)
    #expect(
      Standing(octets: 100, candidates: [facts(listed: 100, claimed: true), facts(listed: 100)]) == .known(1))
  }
}

@Suite struct RenumberingTests {
  @Test func `most known gone and new ones of the same sizes is suspected to be a renumbering`() {
    let renumbering = Renumbering(missing: [10, 20, 30], known: 0, new: 3)
    #expect(renumbering.isSuspected)
    #expect(renumbering.mayBeMissing(octets: 20))
    #expect(renumbering.mayBeMissing(octets: nil))
    #expect(!renumbering.mayBeMissing(octets: 21))
  }

  @Test func `some missing among many known is ordinary life`() {
    #expect(!Renumbering(missing: [10], known: 5, new: 1).isSuspected)
    #expect(!Renumbering(missing: [], known: 0, new: 5).isSuspected)
    #expect(!Renumbering(missing: [10, 20], known: 0, new: 0).isSuspected)
  }
}
