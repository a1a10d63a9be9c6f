/// Defects as they are found, which is many times a message and mostly none.
struct DefectSet {
  private var bits: UInt32 = 0

  mutating func insert(_ defect: MessageDefect) { bits |= Self.bit(defect) }

  mutating func formUnion(_ other: DefectSet) { bits |= other.bits }

  /// In the order in which the defects are declared.
  var defects: [MessageDefect] { bits == 0 ? [] : MessageDefect.allCases.filter { bits & Self.bit($0) != 0 } }

  private static func bit(_ defect: MessageDefect) -> UInt32 {
    MessageDefect.allCases.firstIndex(of: defect).map { 1 << UInt32($0) } ?? 0
  }
}
