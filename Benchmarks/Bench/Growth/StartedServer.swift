import TestFiles
import TestServers

/// A server of a grown mailbox that runs beside the bench.
struct StartedServer {
  let port: UInt16
  let certificate: String
  private let process: ChildProcess

  /// - Parameter name: of its files in `folder`.
  init(tools: Tools, count: Int, passwordFile: String, name: String, folder: String) throws {
    certificate = "\(folder)/\(name).pem"
    let log = "\(folder)/\(name).log"
    process = try ChildProcess.start(
      [
        tools.bench, "serve", "--count", "\(count)", "--certificate", certificate, "--password-file",
        passwordFile,
      ], log: log)
    do {
      port = try OutputLines(log).awaitPort()
    } catch {
      process.end()
      throw error
    }
  }

  func stop() { process.end() }
}
