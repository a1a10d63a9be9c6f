import Glibc
import TestFiles
import TestServers

/// popkeep with a configuration that names an archive to be copied, and the drive for it.
struct BackupProgram {
  let tools: Tools
  let folder: String
  let archive: String
  let drive: String

  private var configuration: String { "\(folder)/config.json" }

  /// Makes the drive known; only the drive of the last call is attached from then on.
  func add(_ name: String) throws {
    let account =
      #"{ "name": "\#(CopiedMail.account)", "host": "127.0.0.1", "user": "bench", "password": { "env": "NONE" } }"#
    try writeFile(
      configuration, Array("{ \"archive\": \"\(archive)\", \"accounts\": [\(account)] }\n".utf8))
    guard chmod(configuration, 0o600) == 0 else { throw BenchFailure(call: "chmod \(configuration)") }
    let log = "\(folder)/add.log"
    let child = try ChildProcess.start(
      [tools.popkeep, "backup", "add", drive, "--name", name, "--config", configuration], log: log)
    guard child.wait(.seconds(60)) == 0 else {
      throw BenchFailure("popkeep backup add: \(String(decoding: try readFile(log), as: UTF8.self))")
    }
  }

  func command(_ options: [String]) -> [String] {
    ["HOME=\(folder)"] + tools.profiler
      + [tools.popkeep, "backup", "--config", configuration, "--json"] + options
  }

  /// How many messages a run says that it copied, onto whatever drives were attached.
  static func copied(_ output: String) -> Int? {
    let counts = output.matches(of: /"copied"\s*:\s*(\d+)/).compactMap { Int($0.output.1) }
    return counts.isEmpty ? nil : counts.reduce(0, +)
  }
}
