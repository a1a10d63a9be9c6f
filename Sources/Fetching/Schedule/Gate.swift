/// Whether something that several accounts share can be used: a host, or the archive. Pure.
///
/// While it cannot, one account at a time tries, now and then, and the others wait: neither does the host get a
/// thousand log-ins the moment it is back, nor does it take an account's own long pause to find out that it is.
package struct Gate: Sendable {
  private static let first: Duration = .seconds(15)
  private static let longest: Duration = .seconds(120)

  /// Failures in a row that close it.
  private let tolerance: Int
  private var failures = 0
  /// When one account may try; nil while the gate is open.
  package private(set) var nextTry: Duration?
  /// True while one account tries.
  package private(set) var isTrying = false

  package init(tolerance: Int) { self.tolerance = tolerance }

  package var isOpen: Bool { nextTry == nil }

  /// True where an account may pass now.
  package func lets(_ now: Duration) -> Bool {
    guard let nextTry else { return true }
    return !isTrying && nextTry <= now
  }

  /// Notes that an account passes.
  package mutating func pass() { if nextTry != nil { isTrying = true } }

  /// Notes that the one that tried found out nothing about it.
  package mutating func leave() { isTrying = false }

  /// Notes that it could not be used. Runs that had passed before it closed add nothing.
  ///
  /// - Parameter chance: 0 to 1.
  package mutating func fail(_ now: Duration, wasTrying: Bool, chance: Double) {
    guard wasTrying || nextTry == nil else { return }
    isTrying = false
    failures += 1
    guard failures >= tolerance else { return }
    let doubled = Self.first * (1 << min(failures - tolerance, 8))
    nextTry = now + min(doubled, Self.longest) * (0.8 + 0.4 * chance)
  }

  /// Notes that it could be used; true where it was closed.
  package mutating func succeed() -> Bool {
    let wasClosed = nextTry != nil
    self = Gate(tolerance: tolerance)
    return wasClosed
  }
}
