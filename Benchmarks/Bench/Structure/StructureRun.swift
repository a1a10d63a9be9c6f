import Glibc
import InternetMessage

/// One kind of mail read in all ways, in turn, round after round.
struct StructureRun {
  /// The issue's own figure: octets a second, in millions.
  static let aim = 300.0

  private enum Task: String, CaseIterable {
    /// Every line end is looked for: what nothing that tells lines apart can be faster than.
    case memchr
    case structure
    /// The structure, and the content of every part that is encoded.
    case decoded = "structure and content"
  }

  private let mail: StructureMail
  private var rates: [Task: [Int: Double]] = [:]

  init(_ mail: StructureMail, rounds: Int) {
    self.mail = mail
    let octets = Double(mail.octets)
    for round in 0...rounds {
      for task in Task.allCases {
        let start = Self.processorSeconds
        let found = Self.perform(task, mail.messages)
        let seconds = Self.processorSeconds - start
        // The first round fills caches.
        if round > 0, found > 0 { rates[task, default: [:]][round] = octets / seconds / 1e6 }
      }
    }
  }

  var lines: [[String]] {
    Task.allCases.compactMap { task in
      guard let rates = rates[task], let rate = Spread(Array(rates.values)) else { return nil }
      let ratio = Spread(rates, over: self.rates[.memchr] ?? [:])
      let isAimed = task == .structure
      return [
        mail.name, "\(mail.messages.count)", task.rawValue,
        "\(Int(rate.median)) (\(Int(rate.least)) .. \(Int(rate.greatest)))",
        ratio.map { "\(Double(Int($0.median * 100)) / 100)" } ?? "",
        isAimed ? "\(Int(Self.aim))" + (rate.median < Self.aim ? ": missed" : "") : "",
      ]
    }
  }

  /// What this process has used: others on the machine do not count.
  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// How much was found, so that nothing of the work can be left out.
  private static func perform(_ task: Task, _ messages: [[UInt8]]) -> Int {
    switch task {
    case .memchr: messages.reduce(0) { $0 + lineEnds($1) }
    case .structure: messages.reduce(0) { $0 + MessageStructure(reading: $1).parts.count }
    case .decoded: messages.reduce(0) { $0 + decodedOctets($1) }
    }
  }

  private static func lineEnds(_ message: [UInt8]) -> Int {
    message.withUnsafeBytes { octets in
      guard var position = octets.baseAddress else { return 0 }
      let end = position + octets.count
      var count = 0
      while let found = memchr(position, 10, end - position) {
        position = UnsafeRawPointer(found) + 1
        count += 1
      }
      return count
    }
  }

  private static func decodedOctets(_ message: [UInt8]) -> Int {
    var count = 0
    for part in MessageStructure(reading: message).contents {
      var content: [UInt8] = []
      var decoder = ContentDecoder(part.encoding)
      decoder.decode(message.span.extracting(part.body), into: &content)
      decoder.finish(into: &content)
      count += content.count
    }
    return count
  }
}
