import Glibc
import TestFiles

/// dnsmasq as the name server of a `NetworkNamespace`, on 127.0.0.1.
package final class NameServer: Sendable {
  private let files: TemporaryFolder
  private let process: ChildProcess

  /// - Parameters:
  ///   - hosts: names that mean 127.0.0.1.
  ///   - records: further options of dnsmasq, such as `mx-host=example.test,mx.example.test,10`.
  ///   - network: where it serves. Returns once it answers.
  package init(hosts: [String], records: [String], in network: NetworkNamespace) throws {
    files = try TemporaryFolder()
    // What is not named here is nowhere; without this it would be refused, which is no answer.
    let fixed = [
      "keep-in-foreground", "no-resolv", "no-hosts", "listen-address=127.0.0.1", "bind-interfaces",
      "user=root", "local=/test/", "local=/net/", "local=/com/",
    ]
    let lines = fixed + hosts.map { "host-record=\($0),127.0.0.1" } + records
    let configuration = try files.write("dnsmasq.conf", text: lines.joined(separator: "\n") + "\n")
    let log = files("log")
    process = try network.run {
      try ChildProcess.start(
        ["dnsmasq", "--conf-file=\(configuration)", "--pid-file=", "--log-facility=-"], log: log)
    }
    let deadline = ContinuousClock.now + .seconds(20)
    while try !network.run({ LoopbackProbe.answers(53) }) {
      guard ContinuousClock.now < deadline, process.wait(.milliseconds(20)) == nil else {
        process.end()
        throw NetworkNamespace.Failure(
          description: "dnsmasq does not answer: \(String(decoding: try readFile(log), as: UTF8.self))")
      }
    }
  }

  deinit { process.end() }
}
