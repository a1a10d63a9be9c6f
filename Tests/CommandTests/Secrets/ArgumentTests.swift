import DemoServer
import Glibc
import TestFiles
import TestServers
import Testing

/// What other users of the machine can see of running programs: their arguments.
@Suite(.waiting) struct ArgumentTests {
  /// The arguments of a process and of all that it has started.
  private func arguments(of process: pid_t) throws -> [String] {
    let own = String(decoding: try readFile("/proc/\(process)/cmdline"), as: UTF8.self)
    var all = [own.replacing("\0", with: " ")]
    for thread in try folderNames("/proc/\(process)/task") {
      let path = "/proc/\(process)/task/\(thread)/children"
      guard access(path, R_OK) == 0 else { continue }
      for child in String(decoding: try readFile(path), as: UTF8.self).split(separator: " ") {
        if let child = pid_t(child) { all += try arguments(of: child) }
      }
    }
    return all
  }

  @Test func `no secret is among the arguments of the daemon, its password programs and its hooks`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...1, users: ["anna", "bert"])
    // Each program tells that it runs, and waits until it was seen.
    func waiting(_ name: String, _ end: String) throws -> String {
      #expect(mkfifo(home.folder("pipe-\(name)"), 0o600) == 0)
      let text =
        "#!/bin/sh\ntouch '\(home.folder("runs-\(name)"))'\ncat '\(home.folder("pipe-\(name)"))'\n\(end)\n"
      let path = try home.folder.write(name, text: text)
      #expect(chmod(path, 0o700) == 0)
      return path
    }
    let command = try waiting("ask", "cat \"\(home.passwordFile)\"")
    let tool = try waiting("secret-tool", "cat \"\(home.passwordFile)\"")
    var anna = mailbox.account(of: "anna", every: "1h")
    anna.passwordCommand = "[\"\(command)\"]"
    var bert = mailbox.account(of: "bert", every: "1h")
    bert.password = #"{ "keyring": true }"#
    try home.configure(anna, bert)
    try home.makeArchive()
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    let daemon = try StartedDaemon(home, environment: ["PATH": "\(home.folder.path):\(path)"])
    try Awaited.until("both programs") {
      access(home.folder("runs-ask"), F_OK) == 0 && access(home.folder("runs-secret-tool"), F_OK) == 0
    }
    let seen = try arguments(of: daemon.id)
    #expect(seen.contains { $0.contains(command) } && seen.contains { $0.contains("\(tool) lookup host") })
    for line in seen { SecretWatch.expectNone(in: line, "the arguments of a process") }
    for name in ["ask", "secret-tool"] {
      try Awaited.until("\(name) waits") {
        let pipe = open(home.folder("pipe-\(name)"), O_WRONLY | O_NONBLOCK | O_CLOEXEC)
        return pipe >= 0 && close(pipe) == 0
      }
    }
    try daemon.wait(forLog: "1 message fetched", times: 2)
    #expect(try daemon.stop().status == 0)
  }
}
