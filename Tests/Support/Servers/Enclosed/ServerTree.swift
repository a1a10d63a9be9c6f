import Glibc
import TestFiles

/// The POP3 servers that Debian packages, unpacked by `scripts/real-servers.sh` into a folder of the tests' own.
package enum ServerTree {
  /// What the packages hold: `usr`, `lib`, `etc` …
  static let path =
    "/\(#filePath.split(separator: "/").dropLast(5).joined(separator: "/"))/.build/servers/tree"

  private static var isUnpacked: Bool { access("\(path)/../complete", R_OK) == 0 }

  /// True where this process may have mount and process namespaces made, which takes root.
  private static let mayEnclose: Bool = {
    do {
      let folder = try TemporaryFolder()
      let child = try ChildProcess.start(
        ["unshare", "--mount", "--pid", "--fork", "true"], log: folder("log"))
      return child.wait(.seconds(20)) == 0
    } catch { return false }
  }()

  /// True where tests are to run on these servers: they are unpacked, or this is CI, where to miss them is a failure.
  package static var isExpected: Bool { mayEnclose && (isUnpacked || Corpus.isRequired) }

  /// Why they do not run.
  package static let reason = "takes root, namespaces, and scripts/real-servers.sh on Debian 12"

  static func require() throws(EnclosedServer.Failure) {
    guard isUnpacked else {
      throw EnclosedServer.Failure(description: "there are no servers in \(path): scripts/real-servers.sh")
    }
  }
}
