import Fetching

/// A sync's report as a person reads it.
struct ReportText {
  private let report: AccountReport
  private let isDryRun: Bool
  private let common: SharedOptions
  /// How many lines of a long list are shown without --verbose.
  private static let shown = 20

  init(_ report: AccountReport, isDryRun: Bool, common: SharedOptions) {
    self.report = report
    self.isDryRun = isDryRun
    self.common = common
  }

  func show() {
    guard !common.quiet else { return }
    if report.error == nil || report.fetched > 0 || report.deleted > 0 {
      Output.line("\(report.name): \(isDryRun ? plan : result)")
    }
    list(report.wouldFetch, "would fetch")
    list(report.wouldDelete, "would delete")
    list(report.setAside, "set aside")
  }

  private var plan: String {
    "would fetch \(Quantity.count(report.wouldFetchCount, "message")) "
      + "(\(Quantity.octets(report.wouldFetchBytes))) and delete \(Quantity.grouped(report.wouldDelete.count)); "
      + "\(Quantity.grouped(report.known)) of \(Quantity.grouped(report.listed)) are archived"
      + (waiting.map { "; \($0)" } ?? "")
  }

  private var result: String {
    var parts: [String] = []
    if report.fetched == 0 {
      parts.append("nothing new among \(Quantity.count(report.listed, "message"))")
    } else {
      parts.append(
        "\(Quantity.count(report.fetched, "message")) fetched (\(Quantity.octets(report.bytes)))")
    }
    if report.duplicates > 0 {
      parts.append("\(Quantity.grouped(report.duplicates)) of them archived before")
    }
    if report.deleted > 0 {
      parts.append("\(Quantity.count(report.deleted, "message")) deleted on the server")
    }
    if !report.setAside.isEmpty {
      parts.append("\(Quantity.count(report.setAside.count, "message")) set aside")
    }
    if let waiting { parts.append(waiting) }
    return parts.joined(separator: ", ") + ", in \(Quantity.seconds(report.seconds))"
  }

  private var waiting: String? {
    guard report.waitingForCopies > 0 else { return nil }
    return
      "\(Quantity.grouped(report.waitingForCopies)) may leave the server once enough copies exist (popkeep backup)"
  }

  private func list(_ entries: [AccountReport.SetAside], _ verb: String) {
    let limit = common.verbose ? entries.count : Self.shown
    for entry in entries.prefix(limit) { Output.line("  \(verb) \(entry.uid): \(entry.reason)") }
    if entries.count > limit {
      Output.line("  … and \(Quantity.grouped(entries.count - limit)) more (--verbose shows all)")
    }
  }
}
