import GRDB

/// Between which moments the documents of each block lie, and how large they are: what lets a search end before all are
/// seen, and pass over what cannot be found.
struct Blocks {
  private var ids: [Int64] = []
  private var first: [Int64] = []
  private var last: [Int64] = []
  private var octets: [ClosedRange<Int64>] = []
  /// The latest moment in a block or in any with a lower number; the earliest in it or in any with a higher one.
  private var latestSoFar: [Int64] = []
  private var earliestOnwards: [Int64] = []

  init(_ database: Database) throws {
    let query = try Prepared(
      "SELECT id, first, last, smallest, largest FROM blocks ORDER BY id", in: database)
    var latest = Int64.min
    while try query.step() {
      ids.append(query.integer(0))
      first.append(query.integer(1))
      last.append(query.integer(2))
      octets.append(query.integer(3)...max(query.integer(3), query.integer(4)))
      latest = max(latest, query.integer(2))
      latestSoFar.append(latest)
    }
    var earliest = Int64.max
    earliestOnwards = first.reversed().map { moment in
      earliest = min(earliest, moment)
      return earliest
    }.reversed()
  }

  /// The blocks that may have what the condition demands; nil: there are none.
  func allowed(by condition: Condition) -> AllowedBlocks? {
    let (span, sizes) = (condition.span, condition.sizes)
    return AllowedBlocks(
      ids.indices.lazy.filter { block in
        self.first[block] <= span.upperBound && self.last[block] >= span.lowerBound
          && self.octets[block].overlaps(sizes)
      }.map { self.ids[$0] })
  }

  /// The latest moment that a document with this number or a lower one may have.
  func latest(upTo document: Int64) -> Int64 {
    let block = position(of: document >> SearchIndex.blockShift)
    if block < ids.count, ids[block] == document >> SearchIndex.blockShift { return latestSoFar[block] }
    return block > 0 ? latestSoFar[block - 1] : .min
  }

  /// The earliest moment that a document with this number or a higher one may have.
  func earliest(from document: Int64) -> Int64 {
    let block = position(of: document >> SearchIndex.blockShift)
    return block < ids.count ? earliestOnwards[block] : .max
  }

  /// The index of the first block with this number or a higher one.
  private func position(of id: Int64) -> Int {
    var (low, high) = (0, ids.count)
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
