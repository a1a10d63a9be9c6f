import TestServers
import Testing

/// `yes`: lets in; `-`: not offered, and no way in. Last, what is chosen for a password where no way is named.
private let expected = """
  mechanism          Dovecot       Courier  Cyrus              mailutils popa3d solid-pop3d mailfront perdition
  scram-sha-256-plus -             -        yes                -         -      -           -         -
  scram-sha-256      yes           -        yes                -         -      -           -         -
  scram-sha-1-plus   -             -        yes                -         -      -           -         -
  scram-sha-1        yes           -        yes                -         -      -           -         -
  oauthbearer        yes           -        -                  -         -      -           -         -
  xoauth2            yes           -        -                  -         -      -           -         -
  external           yes           -        -                  -         -      -           -         -
  plain              yes           yes      yes                -         -      -           yes       -
  user               yes           yes      yes                yes       yes    yes         yes       yes
  login              yes           yes      yes                -         -      -           yes       -
  cram-md5           yes           yes      yes                -         -      -           -         -
  apop               yes           -        yes                yes       -      yes         -         -
  chosen, TLS        scram-sha-256 plain    scram-sha-256-plus user      no TLS no TLS      no TLS    user
  chosen, plain line scram-sha-256 cram-md5 scram-sha-256      apop      user   apop        plain     user
  """

/// Each way to log in at each server that Debian packages, over TLS where the server has it.
@Suite(.enabled(if: ServerTree.isExpected && DovecotServer.isExpected, Comment(rawValue: ServerTree.reason)))
struct MechanismTableTests {
  @Test func `each server lets in by each mechanism that it has, and the strongest is chosen`() throws {
    var columns = [column(try LogInSubject.dovecot())]
    for kind in ServerKind.allCases { columns.append(column(try .enclosed(kind))) }
    let table = text([Self.titles] + columns)
    print(table)
    #expect(table == expected)
  }

  private static let titles =
    ["mechanism"] + LogInSubject.mechanisms.map(\.name) + ["chosen, TLS", "chosen, plain line"]

  private func column(_ subject: LogInSubject) -> [String] {
    let outcomes = LogInSubject.mechanisms.map { row in
      subject.outcome(
        of: row.mechanism, row.kind, announcedAs: ["user", "apop"].contains(row.name) ? nil : row.name)
    }
    return [subject.name] + outcomes
      + [true, false].map { isEncrypted in
        do { return try subject.choice(isEncrypted: isEncrypted) } catch { return "\(error)" }
      }
  }

  private func text(_ columns: [[String]]) -> String {
    let widths = columns.map { $0.map(\.count).max() ?? 0 }
    return Self.titles.indices.map { row in
      let cells = zip(columns, widths).map { column, width in
        column[row] + String(repeating: " ", count: width - column[row].count)
      }
      let line = cells.joined(separator: " ")
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }
}
