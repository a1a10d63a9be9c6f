import Glibc
import InternetMessage

/// One text in all ways that it is read, in turn, round after round.
struct TextRun {
  enum Text: String, CaseIterable {
    case english = "English"
    case french = "French"
    case russian = "Russian"
    case japanese = "Japanese"
    case html = "HTML"

    fileprivate var sample: String {
      switch self {
      case .english:
        "The report of the third quarter is nearly ready; Figures for 2026 follow (see page 12).\n"
      case .french:
        "L'été dernier, à Paris, nous avons mangé des crêpes près de la Seine; c'était très bon.\n"
      case .russian: "Съешь же ещё этих мягких французских булок, да выпей чаю. Отчёт за 2026 год готов.\n"
      case .japanese: "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。\n"
      case .html:
        """
        <tr><td class="cell" style="padding: 0 12px; color: #333333; font-family: Arial, sans-serif">\
        <p>The report of the <b>third quarter</b>&nbsp;is ready, &eacute;t&eacute; included.</p>\
        <a href="https://news.example/r?l=5893&amp;m=101BN3c3ce68600277550d" target="_blank">Read it here</a></td></tr>

        """
      }
    }

    fileprivate var tasks: [Task] { self == .html ? [.search, .reading] : [.words] }
  }

  fileprivate enum Task: String {
    case words
    case search = "text for search"
    case reading = "text for reading"
  }

  private let text: Text
  private var rates: [Task: [Double]] = [:]

  init(_ text: Text, octets: Int, rounds: Int) {
    self.text = text
    let sample = Array(text.sample.utf8)
    var content: [UInt8] = []
    content.reserveCapacity(octets + sample.count)
    while content.count < octets { content += sample }
    for round in 0...rounds {
      for task in text.tasks {
        let start = Self.processorSeconds
        let made = Self.perform(task, content)
        let seconds = Self.processorSeconds - start
        // The first round fills caches.
        if round > 0, made > 0 { rates[task, default: []].append(Double(content.count) / seconds / 1e6) }
      }
    }
  }

  var lines: [[String]] {
    text.tasks.compactMap { task in
      guard let rate = rates[task].flatMap({ Spread($0) }) else { return nil }
      let aim = aim(of: task).map { "\($0)" + (Int(rate.median) < $0 ? ": missed" : "") }
      return [
        text.rawValue, task.rawValue, "\(Int(rate.median)) (\(Int(rate.least)) .. \(Int(rate.greatest)))",
        aim ?? "",
      ]
    }
  }

  /// In millions of octets a second.
  private func aim(of task: Task) -> Int? {
    switch (text, task) {
    case (.english, .words): 150
    case (.html, .search): 100
    default: nil
    }
  }

  /// How much was made, so that nothing of the work can be left out.
  private static func perform(_ task: Task, _ content: [UInt8]) -> Int {
    var made: [UInt8] = []
    switch task {
    case .words: SearchWords.append(content.span, to: &made)
    case .search: PartText.append(content, of: html, for: .search, to: &made)
    case .reading: PartText.append(content, of: html, for: .reading, to: &made)
    }
    return made.count
  }

  private static let html = MessagePart(
    path: "1", type: ContentType("text", "html", parameters: [.init(name: "charset", value: "utf-8")]),
    header: 0..<0,
    body: 0..<0)

  /// What this process has used: others on the machine do not count.
  private static var processorSeconds: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
