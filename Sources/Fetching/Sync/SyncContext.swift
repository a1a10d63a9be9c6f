import Archive
import Settings

/// What every stage of one account's sync needs and none of them changes.
struct SyncContext: Sendable {
  let account: Account
  let archive: AccountArchive
  let clock: SyncClock
  let stop: StopRequest
  let minFree: FreeSpaceFloor
  let freeSpace: @Sendable () throws -> (free: Int64, total: Int64)
  let observer: SyncObserver
  let limits: SyncLimits

  func observe(_ event: SyncEvent) { observer(account.name, event) }

  /// Where a message is stopped that never ends: far above any size that was listed in good faith.
  ///
  /// Listed sizes are wrong in both directions (line ends counted once, sizes before decompression), so
  /// the ceiling is generous; `maxMessageSize` and the floor of free space bound it further.
  func ceiling(for listed: ListedMessage) -> Int64 {
    let generous: Int64 =
      if let octets = listed.octets { max(64 << 20, octets.multipliedClamped(by: 16)) } else { 4 << 30 }
    return min(generous, account.maxMessageSize.map { $0.addingClamped(65_536) } ?? .max)
  }

  /// True where the disk has less free space than the configuration wants to keep.
  func isDiskLow() throws -> Bool {
    let (free, total) = try freeSpace()
    return free < minFree.octets(of: total)
  }
}

extension Int64 {
  /// The product, or the largest value.
  func multipliedClamped(by factor: Int64) -> Int64 {
    let (product, overflow) = multipliedReportingOverflow(by: factor)
    return overflow ? .max : product
  }
}
