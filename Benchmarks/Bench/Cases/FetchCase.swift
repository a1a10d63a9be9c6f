/// A task that all contenders do in turn: to fetch from a mailbox over TLS.
struct FetchCase: Sendable {
  enum State: Sendable, Equatable {
    /// Each run begins with nothing: all messages are fetched.
    case fresh
    /// Each run follows one that fetched all; so many messages have come since.
    case fetched(new: Int)
  }

  /// Where contenders keep what they fetch.
  enum Place: Sendable {
    case disk
    case memory
  }

  let name: String
  let title: String
  let entrants: [Entrant]
  var state = State.fresh
  /// Between client and server, in milliseconds.
  var roundTrip = 0
  var place = Place.disk
  var aims: [Aim] = []
  var limits: [Limit] = []

  /// What holds for popkeep in this case: its own limits, and that of memory.
  var allLimits: [Limit] {
    limits + entrants.filter { $0.contender == .popkeep }.map { Limit.memory($0.name) }
  }

  /// How many messages a run of `entrant` is to fetch.
  func expected(_ entrant: Entrant) -> Int {
    if entrant.contender == .visitor { return 0 }
    switch state {
    case .fresh: return entrant.mailbox.count
    case .fetched(let new): return new
    }
  }
}
