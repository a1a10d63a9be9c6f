import TestFiles
import TestServers
import Testing

/// A home with an archive, in which checks fail in all ways.
struct CheckBench {
  let home: UserHome
  let authority: TestAuthority

  init() throws {
    home = try UserHome()
    authority = try TestAuthority()
    try home.makeArchive()
  }

  /// What a check says of a failure: the stage that is marked, and the lines from there to the next stage.
  struct Failed: Equatable, CustomStringConvertible {
    var stage: String
    var status: Int32
    var lines: [String]

    var description: String { "\(stage) \(status)\n\(lines.joined(separator: "\n"))" }
  }

  /// Runs a check of `account`; ports are written as PORT, and the home folder as HOME.
  func check(_ account: AccountText, environment: [String: String] = [:]) throws -> Failed {
    try home.configure(account)
    let run = try home.run("check", environment: environment)
    guard let start = run.outputLines.firstIndex(where: { $0.contains(" FAILED ") }) else {
      Issue.record("nothing failed: \(run)")
      return Failed(stage: "", status: run.status, lines: [])
    }
    let rest = run.outputLines[(start + 1)...].prefix { $0.hasPrefix("                ") }
    let head = run.outputLines[start]
    let text = head.firstRange(of: " ms  ").map { String(head[$0.upperBound...]) } ?? ""
    let lines = [text] + rest.map { String($0.drop { $0 == " " }) }
    return Failed(
      stage: String(head.split(separator: " ").first ?? ""), status: run.status,
      lines: lines.map {
        $0.replacing("\(account.port)", with: "PORT").replacing(home.folder.path, with: "HOME")
      })
  }

  /// A check of a server that plays `script`, over TLS unless told otherwise.
  func check(
    _ script: String, tls: Bool = true, others: String = ""
  ) throws -> Failed {
    let start = tls ? "! tls\n" : ""
    let server = try ScriptedServer(start + script, identity: try authority.identity())
    let plain = tls ? "" : "\"tls\": \"none\", \"allowPlaintext\": true, "
    return try check(
      AccountText(port: server.port, caFile: authority.file, others: plain + "\"timeout\": \"1s\", " + others)
    )
  }
}
