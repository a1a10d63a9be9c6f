import Glibc
import TestFiles

/// A line for the shell, its exit code and all it printed.
struct ShellCommand {
  let status: Int32
  let output: String

  /// Runs `line` in the project's folder, for a minute at most; `timeout` then ends it with 124.
  init(_ line: String) throws {
    let folder = try TemporaryFolder()
    let script = try folder.write("line", text: "cd '\(Project.root)'\n\(line)\n")
    let code = system("timeout --kill-after=5 60 sh '\(script)' >'\(folder("output"))' 2>&1 </dev/null")
    status = code & 0x7F == 0 ? (code >> 8) & 0xFF : -1
    output = String(decoding: try readFile(folder("output")), as: UTF8.self)
  }

  /// The lines of the output that hold `word`.
  func lines(with word: String) -> [String] {
    output.split(separator: "\n").filter { $0.contains(word) }.map(String.init)
  }
}
