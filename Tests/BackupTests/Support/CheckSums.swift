import Glibc
import TestFiles

/// The program that a stranger checks a copy with.
enum CheckSums {
  /// What `sha256sum --quiet --strict -c SHA256SUMS` in a folder ends with.
  static func run(in folder: String) throws -> Int32 {
    // The paths of temporary folders need no quoting.
    let code = system("cd '\(folder)' && timeout 60 sha256sum --quiet --strict -c SHA256SUMS >/dev/null 2>&1")
    guard code != -1 else { throw TestFileFailure(call: "system", code: errno) }
    return code
  }
}
