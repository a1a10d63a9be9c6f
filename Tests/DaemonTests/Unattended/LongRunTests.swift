import Glibc
import Settings
import TestFiles
import Testing

@Suite struct LongRunTests {
  @Test(.timeLimit(.minutes(5)))
  func `thirteen hours: all are polled in time, nothing is lost or doubled, an outage is made up for`()
    async throws
  {
    let household = try Household()
    let daemon = try await household.live()
    for account in household.accounts {
      expectPolls(of: account, in: household)
      let delivered = household.delivered(to: account.name).map { String(decoding: $0, as: UTF8.self) }
      let stored = try daemon.files(of: account.name).map {
        String(decoding: LineEnds.crlf($0), as: UTF8.self)
      }
      #expect(delivered.count >= 12, "mail came at all")
      #expect(stored.sorted() == delivered.sorted())
      #expect(
        household.remaining(of: account.name) == (account.onServer.canDelete ? 0 : delivered.count))
    }
  }

  private func expectPolls(of account: Account, in household: Household) {
    let polls = household.polls(of: account.name)
    let outage = Household.outage
    let isShaky = account.host == "localhost"
    // A tenth of the interval is left to chance.
    let longest = account.every * 1.05 + .seconds(3)
    #expect(polls.first.map { $0 <= .seconds(15) } == true)
    #expect(polls.last.map { $0 >= Household.length - longest } == true)
    for (before, after) in zip(polls, polls.dropFirst()) {
      if isShaky, before <= outage.upperBound, after >= outage.lowerBound {
        // One account at a time tries every two minutes; then all come, one after the other.
        #expect(after <= outage.upperBound + .seconds(240), "\(account.name) came late after the outage")
      } else {
        #expect(after - before <= longest, "\(account.name) was not polled from \(before) to \(after)")
      }
    }
    let away: Duration = isShaky ? outage.upperBound - outage.lowerBound : .zero
    let most = (Household.length - away) / (account.every * 0.95) + 4
    #expect(Double(polls.count) <= most, "\(account.name) was polled \(polls.count) times")
  }

  @Test(.timeLimit(.minutes(5)))
  func `six hours: neither descriptors nor threads grow`() async {
    // In a process of its own, where nobody else opens files.
    let result = await #expect(processExitsWith: .success, observing: [\.standardOutputContent]) {
      let household = try Household()
      let idle = try Count.now()
      var hours: [Count] = []
      _ = try await household.live(hours: 6) { _ in hours.append(try Count.now()) }
      // In the first hour what there is for good has come: the index, the socket, the threads of four sessions.
      let end = try Count.now()
      guard hours.count == 6, let first = hours.first, hours.allSatisfy({ $0.isAbout(first) }),
        end.descriptors <= idle.descriptors + Count.slack
      else {
        print("idle \(idle), each hour \(hours), at the end \(end)")
        exit(3)
      }
    }
    if let result, result.exitStatus != .exitCode(0) {
      Issue.record("\(String(decoding: result.standardOutputContent, as: UTF8.self))")
    }
  }
}

/// What this process has open.
private struct Count: CustomStringConvertible {
  /// Sessions that the server has not seen the end of yet. In an hour there are thirty.
  static let slack = 10

  let descriptors: Int
  let threads: Int

  static func now() throws -> Count {
    Count(
      descriptors: try folderNames("/proc/self/fd").count, threads: try folderNames("/proc/self/task").count)
  }

  func isAbout(_ first: Count) -> Bool {
    descriptors <= first.descriptors + Self.slack && threads <= first.threads + Self.slack
  }

  var description: String { "\(descriptors) descriptors, \(threads) threads" }
}
