import TestFiles
import TestServers

/// strace, where this machine has it and lets it look at a process.
enum Strace {
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  /// True where tests are to trace: it works here, or this is CI, where that it does not is a failure.
  static let isExpected = isUsable || Corpus.isRequired

  private static let isUsable: Bool = {
    do {
      let folder = try TemporaryFolder()
      let log = folder("trace")
      let tried = try ChildProcess.start(["strace", "-f", "-o", log, "true"], log: folder("output"))
      guard let status = tried.wait(.seconds(20)) else {
        tried.end()
        return false
      }
      return status == 0
    } catch { return false }
  }()

  /// strace, to stand before a command.
  static func program() throws(Missing) -> String {
    guard isUsable else {
      throw Missing(description: "strace is missing (apt-get install strace), or may not trace here")
    }
    return "strace"
  }

  /// What stands before a command so that `file` gets the calls by which it changes files and speaks to a
  /// server, of all its threads, with what they write.
  static func command(to file: String) throws(Missing) -> [String] {
    [
      try program(), "-f", "-y", "-s", "4200", "-o", file, "-e", "signal=none", "-e",
      "trace=write,pwrite64,ftruncate,fsync,fdatasync,syncfs,renameat,renameat2,linkat,mkdirat,sendto",
    ]
  }
}
