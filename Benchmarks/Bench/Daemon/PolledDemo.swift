import Glibc
import TestServers

/// The mail on the built-in server, a process of its own.
final class PolledDemo: PolledServer {
  let port: UInt16
  let authority: String
  private let process: ChildProcess
  private let output: OutputLines

  init(_ mail: PolledMail, tools: Tools, passwordFile: String, folder: String) throws {
    try makeFolder(folder)
    authority = "\(folder)/certificate.pem"
    output = OutputLines("\(folder)/server.log")
    process = try ChildProcess.start(
      [
        tools.bench, "serve-accounts", "--accounts", "\(mail.accounts)", "--certificate", authority,
        "--password-file", passwordFile,
      ], log: output.log)
    do {
      port = try output.awaitPort()
    } catch {
      process.end()
      throw error
    }
  }

  func processor() throws -> Double? { try ProcessSample.now(process.id).processor }

  func deliver(round: Int) throws {
    kill(process.id, SIGUSR1)
    _ = try output.await { $0.contains("delivered \(round)") ? true : nil }
  }

  func stop() { process.end() }
}
