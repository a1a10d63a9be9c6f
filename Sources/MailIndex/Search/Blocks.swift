import GRDB

/// Between which moments the documents of each block lie: what lets a search by date end before all are seen.
struct Blocks {
  private var ids: [Int64] = []
  private var first: [Int64] = []
  private var last: [Int64] = []
  /// The latest moment in a block or in any with a lower number; the earliest in it or in any with a higher one.
  private var latestSoFar: [Int64] = []
  private var earliestOnwards: [Int64] = []

  init(_ database: Database) throws {
    let query = try Prepared("SELECT id, first, last FROM blocks ORDER BY id", in: database)
    var latest = Int64.min
    while try query.step() {
      ids.append(query.integer(0))
      first.append(query.integer(1))
      last.append(query.integer(2))
      latest = max(latest, query.integer(2))
      latestSoFar.append(latest)
    }
    var earliest = Int64.max
    earliestOnwards = first.reversed().map { moment in
      earliest = min(earliest, moment)
      return earliest
    }.reversed()
  }

  /// The numbers of documents among which all of this span are; nil: there are none.
  func documents(within span: ClosedRange<Int64>) -> ClosedRange<Int64>? {
    let meets = { (block: Int) in first[block] <= span.upperBound && last[block] >= span.lowerBound }
    guard let low = ids.indices.first(where: meets), let high = ids.indices.last(where: meets) else {
      return nil
    }
    return ids[low] << SearchIndex.blockShift...((ids[high] + 1) << SearchIndex.blockShift) - 1
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
