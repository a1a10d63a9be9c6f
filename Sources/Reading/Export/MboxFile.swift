import Archive
import MailIndex
import SystemPackage

/// An mbox that is being written, under a temporary name until it is whole.
struct MboxFile: ~Copyable {
  private let path: FilePath
  private var part: PartFile
  private var text = MboxEncoder()

  init(_ path: FilePath) throws(ExportFailure) {
    if path.isThere { throw ExportFailure(.exists, path) }
    let name = ".\(path.lastComponent?.string ?? "mbox").part"
    part = try PartFile(path.removingLastComponent().appending(name))
    self.path = path
  }

  /// Writes one message, or names it as damaged.
  mutating func add(
    _ message: MessageRecord, from messages: inout MessageReader, account: String,
    _ summary: inout ExportSummary
  ) throws {
    let start = part.octets
    try part.write(Self.separator(message))
    let content = try messages.read(message) { bytes in try part.write(text.encode(bytes)) }
    try part.write(text.finish())
    if content == .intact {
      summary.written += 1
      summary.octets += message.wireOctets
    } else {
      try part.cut(to: start)
      summary.leaveOut(message, of: account, content)
    }
  }

  /// Gives the mbox its name once it is on the disk.
  consuming func finish() throws(ExportFailure) {
    let path = path
    let finished = try part.finish()
    do throws(ExportFailure) {
      try PartFile.flush(finished)
      try PartFile.name(finished, path)
    } catch {
      finished.removeIfThere()
      throw error
    }
    let folder = path.removingLastComponent()
    try PartFile.flush(folder.isEmpty ? "." : folder)
  }

  /// `From alice@example.org Mon Nov 23 14:15:00 2026` (RFC 4155), the time of arrival in UTC.
  private static func separator(_ message: MessageRecord) -> [UInt8] {
    let sender = (message.envelope.fromAddress ?? "").utf8.filter { $0 > 0x20 && $0 < 0x7F }
    let name = sender.isEmpty ? "MAILER-DAEMON" : String(decoding: sender, as: UTF8.self)
    return Array("From \(name) \(Moment(message.arrived).asctime)\n".utf8)
  }
}
