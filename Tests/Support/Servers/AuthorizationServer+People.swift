import Glibc
import TestFiles

/// What people do at the server, and what befalls tokens there.
extension AuthorizationServer {
  /// A program that does what a browser would with alice at it: logged in, she allows what she is asked. Its last argument
  /// is the address; what it ends at is in the file `page`.
  package func browser() throws -> String {
    let path = try folder.write(
      "browser",
      text: """
        #!/bin/sh
        exec curl -sS --noproxy '*' -L --max-time 20 -b '\(folder("cookies-alice"))' -o '\(folder("page"))' \
          "$1&g_continue="

        """)
    guard chmod(path, 0o700) == 0 else { throw Failure(description: "chmod \(path)") }
    return path
  }

  /// The address that alice's browser ends at, without going there.
  package func endOfBrowsing(_ address: String) throws -> String {
    try curl([
      "-o", "/dev/null", "-w", "%{redirect_url}", "-b", folder("cookies-alice"), "\(address)&g_continue=",
    ])
  }

  /// Types a device code at its page, and allows it.
  package func allow(_ userCode: String) throws {
    let end = try endOfBrowsing(url("oidc/device?code=\(userCode)"))
    guard end.contains("deviceComplete") else {
      throw Failure(description: "the code was not taken: \(end)\n\(try log())")
    }
  }

  /// Ends all access tokens before their time.
  package func endAccessTokens() throws { try sql("UPDATE gpo_access_token SET gpoa_enabled = 0") }

  /// Ends the log-in: no refresh token is good any more.
  package func endLogIn() throws {
    try sql("UPDATE gpo_refresh_token SET gpor_enabled = 0")
    try endAccessTokens()
  }

  /// Refresh tokens that are good, and those that were spent.
  package func refreshTokens() throws -> (good: Int, spent: Int) {
    let counts = try sql(
      "SELECT total(gpor_enabled), count(*) - total(gpor_enabled) FROM gpo_refresh_token"
    ).split(separator: "|").compactMap { Double($0.filter { !$0.isWhitespace }) }
    guard counts.count == 2 else { throw Failure(description: "no counts") }
    return (Int(counts[0]), Int(counts[1]))
  }

  /// One call of the server's own interface, in the session of `person`.
  func ask(_ path: String, _ body: String, as person: String, method: String = "POST") throws {
    let cookies = folder("cookies-\(person)")
    _ = try curl([
      "--fail-with-body", "-X", method, "-b", cookies, "-c", cookies, "-H", "Content-Type: application/json",
      "-d", body, url(path),
    ])
  }

  @discardableResult
  func sql(_ statement: String) throws -> String {
    try output(of: ["sqlite3", "-cmd", ".timeout 10000", folder("database"), statement])
  }

  private func curl(_ arguments: [String]) throws -> String {
    try output(of: ["curl", "-sS", "--noproxy", "*", "--max-time", "20"] + arguments)
  }

  private func output(of command: [String]) throws -> String {
    let path = folder("output-\(UInt64.random(in: 0...UInt64.max))")
    let process = try ChildProcess.start(command, log: path)
    let status = process.wait(.seconds(30))
    if status == nil { process.end() }
    let text = String(decoding: try readFile(path), as: UTF8.self)
    guard status == 0 else { throw Failure(description: "\(command.last ?? ""): \(text)") }
    return text
  }
}
