/// Which message of the made mailbox is of which kind, in which language, and when it arrived.
struct Schedule {
  private static let span: Int64 = 2 * 365 * 86_400
  /// Messages of which the first may be answered by the others.
  private static let threadSpan = 9
  private static let bigLines = 20 * 1024 * 1024 / 78

  private let count: Int
  private let seed: UInt64
  private let now: Int64
  private let odd: [Int: MessageKind]
  private let copies: [Int: Int]

  init(count: Int, seed: UInt64, now: Int64, bigMessage: Bool) {
    self.count = count
    self.seed = seed
    self.now = now
    var kinds: [MessageKind] = [
      .dotLines, .loneCR, .loneLF, .nul, .doubledCR, .longLines, .rawHeader, .unknownCharset, .headerOnly,
      .headerWithoutEnd, .bodyOnly, .empty, .borrowedID(back: 3), .dotLines, .loneCR, .loneLF, .nul,
      .rawHeader,
      .borrowedID(back: 1),
    ]
    if bigMessage { kinds.append(.picture(lines: Self.bigLines)) }
    // Spread evenly: a mailbox too small for all of them has the last ones of each place.
    let step = { (place: Int) in (place + 1) * count / (kinds.count + 1) }
    let odd = Dictionary(zip(kinds.indices.map(step), kinds)) { $1 }
    let copies = stride(from: 31, to: count, by: 67).map { (copy: $0, of: $0 - 1 - $0 % 7) }
    self.odd = odd
    self.copies = Dictionary(
      uniqueKeysWithValues: copies.filter { odd[$0.copy] == nil && odd[$0.of] == nil }.map {
        ($0.copy, $0.of)
      })
  }

  func plan(_ index: Int) -> MessagePlan {
    // A message that came twice: the same octets under another unique-id.
    let source = copies[index] ?? index
    let kind = kind(source)
    let root = source - source % Self.threadSpan
    let thread = kind == .reply ? [root] + (root + 1..<source).filter { self.kind($0) == .reply } : []
    return MessagePlan(
      index: source, seed: seed, uid: uid(index), arrived: arrival(source), kind: kind,
      language: kind == .rawHeader ? .german : language(thread.first ?? source), thread: thread)
  }

  private func kind(_ index: Int) -> MessageKind {
    if let odd = odd[index] { return odd }
    var random = SmallRandom(seed: seed ^ 0x5C, index: index)
    if index % Self.threadSpan > 0, random.below(4) == 0 { return .reply }
    return Self.ordinary(&random)
  }

  private func language(_ index: Int) -> Language {
    var random = SmallRandom(seed: seed ^ 0x1A, index: index)
    return random.pick(Language.all)
  }

  private static func ordinary(_ random: inout SmallRandom) -> MessageKind {
    switch random.below(20) {
    case 0..<10: .letter
    case 10..<14: .alternative
    case 14..<16: .table
    case 16..<18: .picture(lines: 40 + random.below(1200))
    case 18: .forward
    case _: .letter
    }
  }

  private func arrival(_ index: Int) -> Int64 {
    var random = SmallRandom(seed: seed ^ 0xA7, index: index)
    let step = Self.span / Int64(max(count, 1))
    return now - Int64(count - index) * step + Int64(random.below(Int(max(step, 1))))
  }

  /// Mostly as Dovecot names them; some as other servers do.
  private func uid(_ index: Int) -> [UInt8] {
    var random = SmallRandom(seed: seed ^ 0xE3, index: index)
    let word = random.next()
    let number = String(index + 1, radix: 16)
    let text =
      switch index % 26 {
      case 5: "GmailId\(String(word, radix: 16))\(number)"
      case 11: "UID\(index + 1)-\(1_600_000_000 + word % 100_000_000)"
      case 17: "<\(String(word, radix: 36)).\(index)@pop.example.net>"
      case 23: "\(String(word, radix: 36))!\"#$%&'()*+,-./:;=?@[]^_`{|}~\(number)"
      case _: String(repeating: "0", count: 8 - min(number.count, 8)) + number + "5f3c2b1a"
      }
    return Array(text.utf8)
  }
}
