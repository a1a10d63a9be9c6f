/// Documents that are found and wait until none can come before them: a heap.
struct HitQueue {
  struct Entry {
    let row: DocumentRow
    /// What only the message itself tells.
    let rest: Condition
    /// What the order goes by.
    let rank: Double
  }

  private var entries: [Entry] = []
  private let comesBefore: (Entry, Entry) -> Bool

  init(_ order: SearchOrder) {
    comesBefore =
      switch order {
      case .newest: { ($0.row.moment, $0.row.id) > ($1.row.moment, $1.row.id) }
      case .oldest: { ($0.row.moment, $0.row.id) < ($1.row.moment, $1.row.id) }
      case .best: { ($0.rank, $0.row.id) > ($1.rank, $1.row.id) }
      }
  }

  var first: Entry? { entries.first }

  mutating func insert(_ entry: Entry) {
    entries.append(entry)
    var place = entries.count - 1
    while place > 0, comesBefore(entries[place], entries[(place - 1) / 2]) {
      entries.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  mutating func popFirst() -> Entry? {
    guard let last = entries.popLast() else { return nil }
    guard let first = entries.first else { return last }
    entries[0] = last
    sink()
    return first
  }

  private mutating func sink() {
    var place = 0
    while true {
      var best = place
      for child in [2 * place + 1, 2 * place + 2] where child < entries.count {
        if comesBefore(entries[child], entries[best]) { best = child }
      }
      if best == place { return }
      entries.swapAt(place, best)
      place = best
    }
  }
}
