/// The free space that fetching leaves on the disk of the archive.
package enum FreeSpaceFloor: Sendable, Equatable {
  /// A share of the whole disk, 0 to 99.
  case percent(Int)
  case octets(Int64)

  /// The floor in octets on a disk of `total` octets.
  package func octets(of total: Int64) -> Int64 {
    switch self {
    case .percent(let share): max(0, total) / 100 * Int64(share)
    case .octets(let count): count
    }
  }
}
