import TestFiles

/// One cut of the power: when it comes, and what becomes of the writes that were not flushed.
struct PowerLoss: CustomStringConvertible {
  enum When {
    /// So long after the first fetch has begun.
    case time(Duration)
    /// Instead of the nth write or flush that reaches the disk.
    case request(Int)
    /// Instead of the nth flush, with all that it was to make durable.
    case flush(Int)
  }

  enum Unflushed: String, CaseIterable {
    /// None of them is on the disk.
    case lost
    /// All of them are.
    case all
    /// Some are, some are not, some are in part.
    case some
  }

  private(set) var when: When
  let unflushed: Unflushed
  /// Octets that are written whole or not at all.
  let unit: Int
  let seed: UInt64

  /// - Parameters:
  ///   - number: of the cut, from 0: every kind has its turn.
  ///   - requests: about how many requests a fetch makes of the disk.
  init(number: Int, on fileSystem: FileSystem, requests: Int, using random: inout SeededRandom) {
    // Half of them within the first fetch, half among those that follow, when mail leaves the server.
    let reach = random.isOne(in: 2) ? requests : 6 * requests
    switch number % 3 {
    case 0: when = .request(Int.random(in: 1...reach, using: &random))
    case 1: when = .flush(Int.random(in: 1...reach / 3, using: &random))
    case _: when = .time(.milliseconds(Int.random(in: 5...900, using: &random)))
    }
    switch number % 8 {
    case 1, 4: unflushed = .lost
    case 6: unflushed = .all
    case _: unflushed = .some
    }
    unit = fileSystem.units.randomElement(using: &random) ?? 4096
    seed = random.next()
  }

  var description: String {
    let moment =
      switch when {
      case .time(let duration): "after \(Int(duration / .milliseconds(1))) ms"
      case .request(let number): "at request \(number)"
      case .flush(let number): "at flush \(number)"
      }
    return "\(moment), unflushed: \(unflushed.rawValue) in units of \(unit), seed \(seed)"
  }
}

extension PowerLoss {
  /// At once, and nothing that was not flushed is there afterwards.
  init(losingAllOn fileSystem: FileSystem) {
    when = .time(.zero)
    unflushed = .lost
    unit = fileSystem.units[0]
    seed = 0
  }

  /// The same, now.
  var atOnce: PowerLoss {
    var loss = self
    loss.when = .time(.zero)
    return loss
  }

  /// True where the disk is told beforehand, and counts.
  var isArmed: Bool {
    switch when {
    case .time: false
    case .request, .flush: true
    }
  }
}
