/// Blocks in which something may be found.
struct AllowedBlocks {
  private let ids: [Int64]
  /// From the first document of the first block to the last of the last.
  let bounds: ClosedRange<Int64>
  private let haveGaps: Bool

  /// Nil where there are none.
  ///
  /// - Parameter ids: in order.
  init?(_ ids: some Sequence<Int64>) {
    self.ids = Array(ids)
    guard let first = self.ids.first, let last = self.ids.last else { return nil }
    bounds = first << SearchIndex.blockShift...((last + 1) << SearchIndex.blockShift) - 1
    haveGaps = last - first >= self.ids.count
  }

  /// The first document from this one on that lies in such a block; nil: there is none.
  func next(from document: Int64, goesDown: Bool) -> Int64? {
    guard bounds.contains(document) else { return nil }
    guard haveGaps else { return document }
    let block = document >> SearchIndex.blockShift
    let place = position(of: block)
    if place < ids.count, ids[place] == block { return document }
    guard goesDown else { return place < ids.count ? ids[place] << SearchIndex.blockShift : nil }
    return place > 0 ? ((ids[place - 1] + 1) << SearchIndex.blockShift) - 1 : nil
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
