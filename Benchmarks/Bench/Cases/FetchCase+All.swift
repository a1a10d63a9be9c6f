/// The cases, and what popkeep is to reach in them.
extension FetchCase {
  private static let peers: [Contender] = [.popkeep, .bareReader, .mpop, .fetchmail, .getmail]
  /// No contender but these is asked where the others need minutes, or have no part.
  private static let fast: [Contender] = [.popkeep, .mpop]

  private static let thousand = MailboxPlan("thousand", count: 1_000, octets: 20_000, isMixed: true)
  private static let small = MailboxPlan("small", count: 20_000, octets: 1_000)
  private static let crowd = MailboxPlan("crowd", count: 100_000, octets: 800)
  private static let handful = MailboxPlan("handful", count: 10, octets: 800)

  static let all: [FetchCase] = full + [far] + again + [processor]

  /// A whole mailbox on the same machine.
  private static let full: [FetchCase] = [
    FetchCase(
      name: "thousand", title: "1,000 messages, 20 MB", entrants: Entrant.all(peers, thousand),
      aims: [
        .popkeep(atMost: 1.8, times: "reader"), .popkeep(atLeast: 2, timesFasterThan: "mpop"),
      ]),
    FetchCase(
      name: "ten-thousand", title: "10,000 messages, 250 MB",
      entrants: Entrant.all(peers, .tenThousand),
      aims: [
        .popkeep(atMost: 1.4, times: "reader"), .popkeep(atLeast: 2.3, timesFasterThan: "mpop"),
      ]),
    FetchCase(
      name: "small", title: "20,000 messages of 1 KB", entrants: Entrant.all(peers, small),
      aims: [
        .popkeep(atMost: 4, times: "reader"), .popkeep(atLeast: 4.5, timesFasterThan: "mpop"),
      ]),
    FetchCase(
      name: "large", title: "20 messages of 25 MB",
      entrants: Entrant.all(peers, MailboxPlan("large", count: 20, octets: 25_000_000)),
      aims: [.popkeep(atMost: 1.15, times: "reader")]),
  ]

  private static let far = FetchCase(
    name: "far", title: "1,000 messages, 20 MB, 40 ms round trip",
    entrants: Entrant.all(
      [.popkeep, .bareReader, .reader(inFlight: 100), .reader(inFlight: 10), .mpop], thousand),
    roundTrip: 40,
    aims: [.popkeep(atMost: 1.3, times: "reader"), .popkeep(atLeast: 2.5, timesFasterThan: "mpop")])

  /// A mailbox that was fetched before.
  private static let again: [FetchCase] = [0, 40].flatMap { roundTrip in
    let suffix = roundTrip == 0 ? "" : "-far"
    let distance = "\(roundTrip) ms round trip"
    return [
      FetchCase(
        name: "nothing\(suffix)", title: "nothing new among 100,000 messages, \(distance)",
        entrants: Entrant.all(fast, crowd)
          + [
            Entrant(.visitor, crowd), Entrant(.popkeep, handful, name: "popkeep, 10"),
            Entrant(.visitor, handful, name: "log-in alone, 10"),
          ],
        state: .fetched(new: 0), roundTrip: roundTrip,
        aims: [.popkeep(atMost: 1.1, times: "popkeep, 10")],
        limits: roundTrip == 0 ? [] : [Limit(entrant: "popkeep", quantity: .roundTrips, most: 6)]),
      FetchCase(
        name: "ten\(suffix)", title: "10 new among 20,000 messages, \(distance)",
        entrants: Entrant.all(
          fast, MailboxPlan("growing\(suffix)", count: 20_000, octets: 1_000)),
        state: .fetched(new: 10), roundTrip: roundTrip,
        aims: [.popkeep(atMost: 0.7, times: "mpop")]),
    ]
  }

  private static let processor = FetchCase(
    name: "processor", title: "processor time: 20,000 messages of 1 KB, home on tmpfs",
    entrants: Entrant.all([.popkeep, .bareReader, .mpop], small), place: .memory,
    limits: [Limit(entrant: "popkeep", quantity: .processorTimePerMessage, most: 60)])

  /// Shows in seconds that every part of the bench works; its figures say nothing.
  static let smoke: [FetchCase] = {
    let few = MailboxPlan("few", count: 20, octets: 2_000, isMixed: true)
    let contenders: [Contender] = [.popkeep, .bareReader, .reader(inFlight: 1), .mpop]
    return [
      FetchCase(
        name: "smoke", title: "20 messages", entrants: Entrant.all(contenders, few),
        aims: [.popkeep(atMost: 1_000, times: "reader")]),
      FetchCase(
        name: "smoke-again", title: "2 new among 20, 4 ms round trip",
        entrants: Entrant.all(fast, MailboxPlan("growing", count: 20, octets: 1_000)),
        state: .fetched(new: 2), roundTrip: 4,
        limits: [Limit(entrant: "popkeep", quantity: .roundTrips, most: 1_000)]),
    ]
  }()
}
