package import Archive

/// Where imported messages go: an account, in batches that are durable one after the other, or nowhere in a dry run.
package final class ImportTarget {
  private static let batchSize = 256
  private static let batchOctets: Int64 = 64 << 20

  private enum Place {
    case account(AccountArchive)
    case trial
  }

  private let place: Place
  private let now: () -> Int64
  private var trial: ImportTrial?
  private var intake: Intake?
  private var batch: [PendingMessage] = []
  private var waitingOctets: Int64 = 0
  var summary = ImportSummary()

  /// - Parameter now: seconds since 1970 UTC.
  package init(_ account: AccountArchive, now: @escaping () -> Int64) {
    place = .account(account)
    self.now = now
  }

  package init(trial: consuming ImportTrial) {
    place = .trial
    now = { 0 }
    self.trial = consume trial
  }

  /// Takes one message; `read` hands it out in wire form. Where that fails the message never happened.
  func add(_ message: ImportedMessage, read: ((RawSpan) throws -> Void) throws -> Void) throws {
    switch place {
    case .account(let account): try add(message, to: account, read: read)
    case .trial:
      do { try read { trial?.append($0) } } catch {
        trial?.drop()
        throw error
      }
      guard let (isNew, octets) = try trial?.finish() else { return }
      count(isNew, octets)
    }
  }

  private func add(
    _ message: ImportedMessage, to account: AccountArchive, read: ((RawSpan) throws -> Void) throws -> Void
  ) throws {
    intake = try account.begin(message)
    do { try read { try intake?.append($0) } } catch {
      intake = nil
      throw error
    }
    guard let pending = try intake.take()?.finish() else { return }
    batch.append(pending)
    waitingOctets += pending.wireOctets
    if batch.count >= Self.batchSize || waitingOctets >= Self.batchOctets { try settle() }
  }

  /// Makes everything durable that was taken.
  func settle() throws {
    guard case .account(let account) = place, !batch.isEmpty else { return }
    for (message, isNew) in zip(batch, try account.take(batch, now: now())) {
      count(isNew, message.wireOctets)
    }
    batch.removeAll(keepingCapacity: true)
    waitingOctets = 0
  }

  /// Ends the run: all is in the index.
  func finish() throws {
    try settle()
    if case .account(let account) = place { try account.finishRun() }
  }

  /// Notes unique-ids that another fetcher has fetched.
  ///
  /// - Parameter isOfGetmail: see `SeenUniqueID`.
  func note(seen uids: [[UInt8]], isOfGetmail: Bool) throws {
    summary.seen += uids.count
    guard case .account(let account) = place else { return }
    summary.seenNew += try account.noteSeen(uids.map { SeenUniqueID($0) }, now: now())
    guard isOfGetmail else { return }
    let altered = uids.filter { $0.contains(0x2D) }.map { SeenUniqueID($0, alteredByGetmail: true) }
    _ = try account.noteSeen(altered, now: now())
  }

  private func count(_ isNew: Bool, _ octets: Int64) {
    if isNew {
      summary.imported += 1
      summary.octets += octets
    } else {
      summary.known += 1
    }
  }
}
