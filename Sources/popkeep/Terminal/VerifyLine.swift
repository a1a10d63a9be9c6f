import Archive

/// What is shown of a verification while it runs.
struct VerifyLine {
  private let line: ProgressLine
  private let clock = ContinuousClock()
  private let started: ContinuousClock.Instant
  private var tenths = 0

  init(_ line: ProgressLine) {
    self.line = line
    started = clock.now
  }

  mutating func show(_ progress: VerifyProgress) {
    let seconds = Double(spent: clock.now - started)
    line.status(Self.text(progress, seconds: seconds))
    guard let total = progress.total, total > 0 else { return }
    // Where there is no terminal to rewrite a line on, ten lines tell enough.
    let reached = min(10, progress.files * 10 / total)
    if reached > tenths { line.detail(Self.text(progress, seconds: seconds)) }
    tenths = max(tenths, reached)
  }

  static func text(_ progress: VerifyProgress, seconds: Double) -> String {
    var text = Quantity.grouped(progress.files)
    if let total = progress.total {
      text = "\(ProgressLine.bar(Int64(progress.files), Int64(total))) \(text) of \(Quantity.grouped(total))"
    }
    text += " files, \(Quantity.octets(progress.octets))"
    guard seconds >= 0.5 else { return text }
    text += ", \(Quantity.octets(Int64(Double(progress.octets) / seconds)))/s"
    guard let total = progress.total, progress.files > 0, total > progress.files else { return text }
    let left = seconds / Double(progress.files) * Double(total - progress.files)
    return "\(text), \(Quantity.seconds(left)) left"
  }
}
