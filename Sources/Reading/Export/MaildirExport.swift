import Archive
import MailIndex
import Maildir
import SystemPackage

/// A Maildir that messages are exported into, under the names and with the flags that they have in the archive.
struct MaildirExport {
  private static let batchSize = 256
  private static let batchOctets: Int64 = 64 << 20

  private let maildir: Maildir
  private var locator: FileLocator
  /// Nothing was there: then nothing need be looked for.
  private let isFresh: Bool
  private var batch: [(placement: Placement, octets: Int64)] = []
  private var waitingOctets: Int64 = 0

  init(_ path: FilePath) throws {
    do {
      try Maildir.create(at: path)
      let probed = try OpenFolder(path.appending("tmp"), calls: .system)
      maildir = try Maildir(opening: path, traits: try FileSystemTraits.probe(probed))
      try maildir.removeStaleTemporaries()
      isFresh = try Self.isEmpty(maildir)
    } catch let failure as FileFailure {
      throw ExportFailure(.create(failure.errno), path)
    }
    locator = FileLocator(maildir)
  }

  private static func isEmpty(_ maildir: Maildir) throws -> Bool {
    var isEmpty = true
    try maildir.forEachFile { _ in isEmpty = false }
    return isEmpty
  }

  /// Writes one message, or names it as damaged; what is there already is skipped when its batch is settled.
  mutating func add(
    _ message: MessageRecord, from messages: inout MessageReader, account: String,
    _ summary: inout ExportSummary
  ) throws {
    guard let name = MessageName(parsing: message.base) else {
      return summary.leaveOut(message, of: account, .damaged)
    }
    var delivery = try writing { () throws(FileFailure) in try maildir.begin() }
    let content = try messages.read(message) { bytes in
      do { try delivery.append(bytes) } catch let failure as FileFailure { throw ExportFailure(failure) }
    }
    guard content == .intact else { return summary.leaveOut(message, of: account, content) }
    let flags = try messages.flags(of: message)
    let written: WrittenMessage
    do throws(FileFailure) { written = try delivery.finish(arrival: message.arrived) } catch {
      throw ExportFailure(error)
    }
    // One that is there may have been read since: then it is looked for under its flags of today.
    let there = isFresh ? nil : try locator.locate(message.base, in: message.folder)
    let place = there.map { $0.place == .new ? nil : $0.flags ?? "" } ?? flags
    batch.append((Placement(written, as: name, in: message.folder, flags: place), message.wireOctets))
    waitingOctets += message.wireOctets
    if batch.count >= Self.batchSize || waitingOctets >= Self.batchOctets { try settle(&summary) }
  }

  /// Makes everything durable that was written.
  mutating func settle(_ summary: inout ExportSummary) throws(ExportFailure) {
    guard !batch.isEmpty else { return }
    let delivered: [Delivered]
    do throws(FileFailure) { delivered = try maildir.deliver(batch.map(\.placement)) } catch {
      throw ExportFailure(error)
    }
    for (file, message) in zip(delivered, batch) {
      if file.wasThere {
        summary.skipped += 1
      } else {
        summary.written += 1
        summary.octets += message.octets
      }
    }
    batch.removeAll(keepingCapacity: true)
    waitingOctets = 0
  }

  private func writing<Value: ~Copyable>(
    _ body: () throws(FileFailure) -> Value
  ) throws(ExportFailure) -> Value {
    do throws(FileFailure) { return try body() } catch { throw ExportFailure(error) }
  }
}

extension ExportFailure {
  fileprivate init(_ failure: FileFailure) { self.init(.write(failure.errno), FilePath(failure.path)) }
}
