import POP3
import POP3Client

/// The stages of a check that look into a mailbox, and change nothing there.
struct MailboxCheck {
  let pace: CheckPace

  func run(_ session: inout Session) throws {
    pace.begin(.mailbox)
    let status = try session.status()
    pace.end("\(status.count) messages\(status.octets.map { ", \($0) octets" } ?? "")")
    pace.begin(.uniqueIDs)
    pace.end(try uniqueIDs(&session, status))
    pace.begin(.sizes)
    var sizes = SizeAudit()
    let malformed = try session.sizes { sizes.take($0) }
    pace.end(sizes.finding(malformed: malformed, status: status))
    pace.begin(.top)
    pace.end(try header(&session, sizes))
    // The last, since a server that fails it has lost what was said.
    pace.begin(.pipelining)
    pace.end(try pipelining(&session, status))
  }

  private func uniqueIDs(_ session: inout Session, _ status: MaildropStatus) throws -> CheckFinding {
    var audit = UniqueIDAudit()
    let end: ListingEnd
    do { end = try session.uniqueIDs { audit.take($0) } } catch let failure as SessionFailure {
      guard case .refused(let reply) = failure.code else { throw failure }
      return CheckFinding(
        text: "refused: \"\(reply.printable)\"",
        notes: ["No unique-ids (UIDL): messages are known by their headers, which is slower."])
    }
    return audit.finding(malformed: end.malformed, listed: status.count)
  }

  private func header(_ session: inout Session, _ sizes: SizeAudit) throws -> CheckFinding {
    guard let (number, octets) = sizes.smallest else {
      return CheckFinding(text: "none to look at")
    }
    var audit = HeaderAudit()
    do { try session.headers([number], into: &audit) } catch is HeaderAudit.Endless {
      throw Problem(
        .protocolOrTLS, "The server answers TOP without end.",
        hint:
          "Popkeep fetches mail all the same, and deletes nothing on its word; tell the server's operator.")
    }
    return audit.finding(listed: octets)
  }

  private func pipelining(_ session: inout Session, _ status: MaildropStatus) throws -> CheckFinding {
    guard session.pipelines else {
      return CheckFinding(text: "not announced: one command at a time, which is slower over a long way")
    }
    guard try session.keepsPipelinesInOrder(status) else {
      return CheckFinding(
        text: "announced, and broken",
        notes: [
          "Commands that are sent together are lost or mixed up: popkeep notices, and sends one at a time."
        ])
    }
    return CheckFinding(text: "commands sent together are answered in order")
  }
}
