import Backup
import Daemon
import Fetching
import Settings
import Testing

/// What the daemon and other commands say to each other comes out as it went in.
@Suite struct ControlLineTests {
  private func again<Message: Codable>(_ message: Message) throws -> Message {
    let line = try ControlLine.encode(message)
    #expect(line.last == 10)
    // One line, whatever is in it.
    #expect(line.count { $0 == 10 || $0 == 13 } == 1)
    return try ControlLine.decode(Array(line.dropLast()), as: Message.self)
  }

  @Test func `requests`() throws {
    guard
      case .fetch(let names, let isRehearsal) = try again(
        ControlRequest.fetch(accounts: ["home", "wörk\n"], isRehearsal: true))
    else {
      Issue.record("no fetch")
      return
    }
    #expect(names == ["home", "wörk\n"])
    #expect(isRehearsal)
    guard case .status = try again(ControlRequest.status) else {
      Issue.record("no status")
      return
    }
  }

  @Test func `requests about drives, and what is answered to them`() throws {
    guard
      case .backup(["usb", "/media/ü"], verifies: false) = try again(
        ControlRequest.backup(drives: ["usb", "/media/ü"], verifies: false))
    else {
      Issue.record("no backup")
      return
    }
    for share in [nil, 0.25] {
      guard
        case .verifyDrive("usb", share) = try again(ControlRequest.verifyDrive(drive: "usb", share: share))
      else {
        Issue.record("no verification")
        return
      }
    }
    let events: [DriveEvent] = [
      .began(messages: 1, octets: 1 << 40), .reading(messages: 1, of: 2, octets: 3),
      .copying(messages: 1, of: 2, octets: 3, ofOctets: 4), .comparing(messages: 1, of: 2), .closing,
      .warning("say\n\"this\""),
    ]
    for event in events {
      guard case .drive("usb", event) = try again(ControlAnswer.drive(name: "usb", event: event)) else {
        Issue.record("no event: \(event)")
        continue
      }
    }
    var report = DriveReport(name: "usb", id: String(repeating: "a", count: 32), path: "/media/usb")
    (report.copied, report.bytes, report.verified, report.seconds) = (1, 1 << 40, 2, 1.5)
    (report.damaged, report.missingHere, report.missingThere) = (3, 4, 5)
    report.warnings = ["So."]
    let problem = Problem(DriveFailure(.twice("/a and /b"), "usb"))
    for end in [problem, nil] {
      guard case .driveEnded(report, end) = try again(ControlAnswer.driveEnded(report: report, problem: end))
      else {
        Issue.record("no end")
        continue
      }
    }
  }

  @Test func `each event of a run`() throws {
    let events: [SyncEvent] = [
      .connecting(host: "pop.example.org"), .listed(messages: 3, new: 2, octets: 1 << 40),
      .unchanged(messages: 7), .progress(messages: 1, of: 2, octets: 3, ofOctets: 4), .committed(messages: 5),
      .deleting(messages: 6), .reconnecting(reason: "line\r\nlost"), .warning("say\n\"this\""),
    ]
    for event in events {
      guard case .event("home", let taken) = try again(ControlAnswer.event(account: "home", event: event))
      else {
        Issue.record("no event")
        continue
      }
      #expect("\(taken)" == "\(event)")
    }
  }

  @Test func `a report with all that can be in it`() throws {
    var report = AccountReport(name: "home")
    (report.listed, report.known, report.fetched, report.bytes) = (10, 4, 5, 1 << 33)
    (report.duplicates, report.deleted, report.seconds) = (1, 2, 1.5)
    report.noteSetAside(uid: "uid\u{1}", reason: "-ERR no")
    report.wouldFetch = report.setAside
    report.waitingForCopies = 12
    (report.wouldFetchCount, report.wouldFetchBytes) = (9, 99)
    report.wouldDelete = report.setAside
    report.warn("A warning.")
    report.error = Problem(.tryAgain, "Lost.", hint: "Wait.", temporary: true)
    guard
      case .event(_, .finished(let taken)) = try again(
        ControlAnswer.event(account: "home", event: .finished(report)))
    else {
      Issue.record("no report")
      return
    }
    #expect("\(taken)" == "\(report)")
    #expect(taken.error == report.error)
  }

  @Test func `refusals, the end, and how all of it stands`() throws {
    let problem = Problem(
      .configuration, "No such account.", hint: "Look.", temporary: false, scope: .archive)
    guard case .refused(problem) = try again(ControlAnswer.refused(problem)) else {
      Issue.record("no refusal")
      return
    }
    guard case .done = try again(ControlAnswer.done) else {
      Issue.record("no end")
      return
    }
    let account = Account(name: "home", host: "h", user: "u")
    let status = DaemonStatus(
      accounts: [Status(account, nil, nil, problem: problem)], process: 7, startedAt: 8,
      configurationProblem: problem, archiveProblem: problem, shard: "1/2")
    guard case .status(let taken) = try again(ControlAnswer.status(status)) else {
      Issue.record("no status")
      return
    }
    #expect("\(taken)" == "\(status)")
    #expect(taken.accounts.first?.state == .failing)
  }

  @Test(arguments: [
    "", "{}", "{\"fetch\":{}}", "null", "{\"burn\":{}}", "{\"fetch\":{\"accounts\":1,\"isRehearsal\":true}}",
  ])
  func `what this version does not know is refused`(line: String) {
    #expect(throws: (any Error).self) { try ControlLine.decode(Array(line.utf8), as: ControlRequest.self) }
  }
}
