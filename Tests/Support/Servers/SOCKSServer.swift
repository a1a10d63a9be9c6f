import Glibc
import TestFiles

/// A real SOCKS5 proxy on loopback (microsocks), which ends with this value's owner.
package final class SOCKSServer: Sendable {
  /// False where this machine has none.
  package static var isPossible: Bool { ChildProcess.locate("microsocks") != nil }

  package let port: UInt16
  private let folder: TemporaryFolder
  private let process: ChildProcess

  /// - Parameter logIn: name and password that it asks for; nil: none.
  package init(logIn: (user: String, password: String)? = nil) throws {
    folder = try TemporaryFolder()
    port = try LoopbackProbe.freePort()
    let asked = logIn.map { ["-u", $0.user, "-P", $0.password] } ?? []
    process = try ChildProcess.start(
      ["microsocks", "-i", "127.0.0.1", "-p", "\(port)"] + asked, log: folder("log"))
    let deadline = ContinuousClock.now + .seconds(10)
    while !LoopbackProbe.answers(port) {
      guard ContinuousClock.now < deadline else {
        process.end()
        throw ChildProcess.Failure(description: "the proxy takes no connections")
      }
      poll(nil, 0, 10)
    }
  }

  deinit { process.end() }
}
