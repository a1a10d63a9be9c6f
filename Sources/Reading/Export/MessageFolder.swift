import Archive
import MailIndex
import SystemPackage

/// A folder that messages are exported into, one `.eml` each.
///
/// Files are written under temporary names and settled in batches: all data is flushed, then the names are
/// given, then the folder is flushed. One flush after another of files that are written already costs far less
/// than a flush after each file.
struct MessageFolder: ~Copyable {
  let path: FilePath
  private var unsettled: [(part: FilePath, name: String)] = []
  private static let batch = 64

  init(_ path: FilePath) { self.path = path }

  /// Runs `body` and settles what it added; where it fails, what was not settled is removed.
  mutating func settling(_ body: (inout MessageFolder) throws -> Void) throws {
    do {
      try body(&self)
      try settle()
    } catch {
      for file in unsettled { file.part.removeIfThere() }
      throw error
    }
  }

  /// Writes one message, skips it, or names it as damaged.
  mutating func add(
    _ message: MessageRecord, from messages: inout MessageReader, account: String,
    _ summary: inout ExportSummary
  ) throws {
    let stem = "\(Moment(message.arrived).fileName)-\(message.contentHash.hex.prefix(16))"
    var counter = 1
    while true {
      let name = counter == 1 ? "\(stem).eml" : "\(stem)-\(counter).eml"
      if unsettled.contains(where: { $0.name == name }) { try settle() }
      let found = path.appending(name)
      guard found.isThere else {
        return try write(message, name, from: &messages, account: account, &summary)
      }
      var comparison = try FileComparison(found, octets: message.wireOctets)
      let content = try messages.read(message) { bytes in try comparison.compare(bytes) }
      guard content == .intact else { return summary.leaveOut(message, of: account, content) }
      if try comparison.isEqual() {
        summary.skipped += 1
        return
      }
      counter += 1
    }
  }

  private mutating func write(
    _ message: MessageRecord, _ name: String, from messages: inout MessageReader, account: String,
    _ summary: inout ExportSummary
  ) throws {
    var part = try PartFile(path.appending(".\(name).part"))
    let content = try messages.read(message) { bytes in try part.write(bytes) }
    guard content == .intact else { return summary.leaveOut(message, of: account, content) }
    unsettled.append((try part.finish(modified: message.arrived), name))
    summary.written += 1
    summary.octets += message.wireOctets
    if unsettled.count == Self.batch { try settle() }
  }

  private mutating func settle() throws(ExportFailure) {
    guard !unsettled.isEmpty else { return }
    for file in unsettled { try PartFile.flush(file.part) }
    while let file = unsettled.last {
      try PartFile.name(file.part, path.appending(file.name))
      unsettled.removeLast()
    }
    try PartFile.flush(path)
  }
}
