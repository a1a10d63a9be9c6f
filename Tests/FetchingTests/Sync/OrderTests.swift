import Archive
import DemoServer
import Fetching
import MailIndex
import Maildir
import Settings
import Synchronization
import SystemPackage
import TestFiles
import TestServers
import Testing

/// What had happened on the disk when the first DELE came.
@Suite struct OrderTests {
  private final class Diary: Sendable {
    private let entries = Mutex<[String]>([])
    func note(_ entry: String) { entries.withLock { $0.append(entry) } }
    var all: [String] { entries.withLock { $0 } }
  }

  @Test(arguments: [3, 40])
  func `before the first DELE data, names and folder are flushed and the index knows every message`(
    _ count: Int
  )
    async throws
  {
    let bench = try Bench()
    let diary = Diary()
    var quirks = Quirks()
    let archive = bench.folder("archive")
    quirks.verdict = { request in
      guard request.verb == "DELE" else { return nil }
      diary.note("DELE")
      // Another process looking in: only what is committed is seen.
      let rows = (try? Archive.open(FilePath(archive), for: .reading).standings())?["home"]?.totals.messages
      diary.note("rows \(rows ?? -1)")
      return nil
    }
    var offer = Offer()
    offer.plaintextBeforeTLS = true
    let server = try FaultyServer.start(messages: Made.messages(1...count), quirks: quirks, offer: offer)
    defer { server.stop() }
    let calls = FileCalls { call in
      switch call.operation {
      case .flush, .flushFileSystem, .rename: diary.note("\(call.operation) \(call.name)")
      case .close, .create, .inspect, .link, .list, .lock, .makeFolder, .measure, .open, .read, .remove,
        .setTimes,
        .write:
        break
      }
    }
    let report = try await bench.sync(
      bench.account(port: server.port, onServer: RetentionRule(delete: true)), calls: calls)
    #expect(report.deleted == count)
    let entries = diary.all
    let first = try #require(entries.firstIndex(of: "DELE"))
    let before = entries[..<first]
    let lastName = try #require(before.lastIndex { $0.hasPrefix("rename") && $0.contains(".popkeep,S=") })
    #expect(before.count { $0.hasPrefix("rename") && $0.contains(".popkeep,S=") } == count)
    let firstName = try #require(before.firstIndex { $0.hasPrefix("rename") && $0.contains(".popkeep,S=") })
    #expect(before[..<firstName].contains { $0.hasPrefix("flush") })
    #expect(before[lastName...].contains { $0.hasPrefix("flush") && !$0.hasPrefix("flushFileSystem") })
    #expect(!entries[first...].contains { $0.hasPrefix("rename") && $0.contains(".popkeep,S=") })
    #expect(entries.filter { $0.hasPrefix("rows") }.allSatisfy { $0 == "rows \(count)" })
  }

  /// Servers may drop what was retrieved once QUIT was said, whatever the policy here.
  @Test(arguments: [RetentionRule.keep, RetentionRule(delete: true)])
  func `QUIT is said only once all that came is safe here`(_ rule: RetentionRule) async throws {
    let bench = try Bench()
    let diary = Diary()
    let archive = bench.folder("archive")
    var quirks = Quirks()
    quirks.verdict = { request in
      guard request.verb == "QUIT" else { return nil }
      let rows = (try? Archive.open(FilePath(archive), for: .reading).standings())?["home"]?.totals.messages
      diary.note("rows \(rows ?? -1)")
      return nil
    }
    let server = try QuirkServer.start(Made.messages(1...30), quirks)
    defer { server.stop() }
    let report = try await bench.sync(bench.account(port: server.port, onServer: rule))
    #expect(report.error == nil && report.fetched == 30)
    #expect(diary.all == ["rows 30"])
  }

  @Test func `a batch that cannot be made durable deletes nothing, and the next run brings it`() async throws
  {
    let bench = try Bench()
    var offer = Offer()
    offer.plaintextBeforeTLS = true
    let server = try FaultyServer.start(messages: Made.messages(1...20), quirks: Quirks(), offer: offer)
    defer { server.stop() }
    let account = bench.account(port: server.port, onServer: RetentionRule(delete: true))
    for broken in [FileOperation.write, .flushFileSystem, .rename, .create] {
      let calls = FileCalls { (call) throws(Errno) in
        if call.operation == broken, call.operation != .rename || call.name.contains(".popkeep,S=") {
          throw .noSpace
        }
      }
      do {
        let report = try await bench.sync(account, calls: calls)
        #expect(report.error?.kind == .disk, "\(broken)")
        #expect(report.deleted == 0)
      } catch let failure as ArchiveFailure {
        // Opening the archive writes too.
        #expect("\(failure)".contains("No space left"))
      }
      #expect(server.server.remaining().count == 20)
      #expect(server.server.counts.marked == 0)
    }
    let report = try await bench.sync(account)
    #expect(report.error == nil && report.deleted == 20)
    #expect(try Set(bench.stored()) == Made.contents(1...20))
    #expect(try bench.stored().count == 20)
    #expect(try bench.hasNoLeftovers())
  }
}
