import ArgumentParser
import Fetching
import Glibc

struct DemoCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "The whole thing on this machine: a server with made mail, sync, policy, verify, search.",
    discussion: """
      Starts a small POP3 server on this machine, over TLS with a certificate made on the fly, and lets popkeep \
      fetch its mailbox into an archive. Nothing leaves the machine. The archive stays for you to look at.

      Examples:
        popkeep demo
        popkeep demo --dir ~/popkeep-demo

      Exit codes: 0 done, 70 something did not come out as it must, 73 cannot create, 74 disk.
      """)

  @Option(
    name: .long, help: ArgumentHelp("A new folder for the demo (default: a temporary one).", valueName: "dir")
  )
  var dir: String?

  @Option(name: .long, help: "How many messages to make, at least 500.")
  var messages = 520

  @Flag(name: [.short, .long], help: "Print errors only.")
  var quiet = false

  func validate() throws {
    if !(500...1_000_000).contains(messages) { throw ValidationError("--messages is 500 or more.") }
  }

  func run() async throws {
    try await endingWithExitCode {
      let folder = try makeFolder()
      try await Demonstration(folder: folder, messages: messages, quiet: quiet).run()
    }
  }

  private func makeFolder() throws -> String {
    if let dir {
      let path = Environment.absolute(dir)
      guard mkdir(path, 0o700) == 0 else {
        throw Failure(
          .cannotCreate, "The folder \(path) cannot be made: \(String(cString: strerror(errno))).",
          hint: "Name one that does not exist yet, in a folder that does.")
      }
      return path
    }
    let base = Environment["TMPDIR"] ?? "/tmp"
    var template = Array("\(base)/popkeep-demo-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Failure(
        .cannotCreate, "No folder can be made in \(base): \(String(cString: strerror(errno))).",
        hint: "Name another one with --dir.")
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
