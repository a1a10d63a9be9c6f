import TestFiles
import TestServers

/// A mount namespace in which names of hosts are looked up in files of its own.
struct NameNamespace {
  /// Other files in the places of `/etc/hosts`, `/etc/nsswitch.conf` and `/etc/resolv.conf`, which may change meanwhile.
  let command: [String]

  /// True where this process may have a mount namespace made.
  static let isPossible: Bool = {
    do {
      let folder = try TemporaryFolder()
      let child = try ChildProcess.start(["unshare", "--mount", "true"], log: folder("log"))
      return child.wait(.seconds(20)) == 0
    } catch { return false }
  }()

  /// - Parameter sources: where names are looked up: `files`, `files dns`; the name server is gone.
  init(_ home: UserHome, hosts: String, sources: String = "files") throws {
    try home.folder.write("hosts", text: hosts)
    try home.folder.write("nsswitch.conf", text: "hosts: \(sources)\n")
    // A port of loopback where no name server is: it is told so at once.
    try home.folder.write("resolv.conf", text: "nameserver 127.0.0.253\n")
    let places = ["hosts", "nsswitch.conf", "resolv.conf"]
      .map { "mount --bind '\(home.folder($0))' /etc/\($0)" }
    let script = (places + ["exec \"$0\" \"$@\""]).joined(separator: "\n")
    command = ["unshare", "--mount", "/bin/sh", "-c", script]
  }
}
