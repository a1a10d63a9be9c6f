import Glibc
import TestFiles

/// The program that keeps the rules of FAT, compiled when it is first needed.
enum FATDriver {
  /// Its path, beside the tests.
  static func program() throws -> String { try built.get() }

  private static let built = Result { try build() }

  private static func build() throws -> String {
    let source = #filePath.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/FAT/fat.c"
    let files = try TemporaryFolder()
    let flags = try DriveTool.run(["pkg-config", "--cflags", "--libs", "fuse3"], log: files("flags"))
    let made = files("fat")
    try DriveTool.run(
      ["cc", "-O2", "-Wall", "-Wextra", "-Werror", "-o", made, source]
        + flags.split(whereSeparator: \.isWhitespace).map(String.init),
      log: files("output"))
    let path = try folderOfTests() + "/popkeep-test-fat"
    // Another run of the tests may use the one that is there.
    try DriveTool.run(["cp", made, "\(path)-\(getpid())"], log: files("output"))
    guard rename("\(path)-\(getpid())", path) == 0 else {
      throw TestFileFailure(call: "rename \(path)", code: errno)
    }
    return path
  }

  private static func folderOfTests() throws -> String {
    guard let tests = realpath("/proc/self/exe", nil) else {
      throw TestFileFailure(call: "realpath", code: errno)
    }
    defer { free(tests) }
    return String(cString: tests).split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
  }
}
