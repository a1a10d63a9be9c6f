import Daemon
import Glibc
import TestFiles
import Testing

/// Where the daemon's socket lies.
@Suite struct SocketPlaceTests {
  private func place(
    _ environment: [String: String], configured: String? = nil, archive: String = "/mail"
  ) -> String? {
    SocketPlace.path(configured: configured, archive: archive, environment: environment)
  }

  @Test func `what is configured goes before all, and systemd's folder before the user's`() throws {
    let folder = try TemporaryFolder()
    let both = ["RUNTIME_DIRECTORY": "/run/popkeep:/run/other", "XDG_RUNTIME_DIR": folder.path]
    #expect(place(both, configured: "/run/own") == "/run/own")
    #expect(place(both)?.hasPrefix("/run/popkeep/popkeep-") == true)
    #expect(try folderNames(folder.path) == [])
    let own = try #require(place(["XDG_RUNTIME_DIR": folder.path]))
    #expect(own.hasPrefix(folder("popkeep/popkeep-")) && own.hasSuffix(".sock"))
    var status = stat()
    #expect(stat(folder("popkeep"), &status) == 0 && status.st_mode & 0o7777 == 0o700)
  }

  @Test func `two archives have two sockets, one archive always the same`() throws {
    let folder = try TemporaryFolder()
    let user = ["XDG_RUNTIME_DIR": folder.path]
    #expect(place(user) == place(user))
    #expect(place(user) != place(user, archive: "/mail2"))
  }

  @Test func `a folder in which others can change something is passed over`() throws {
    let folder = try TemporaryFolder()
    let user = ["XDG_RUNTIME_DIR": folder.path]
    try #require(place(user)?.hasPrefix(folder.path) == true)
    #expect(chmod(folder("popkeep"), 0o770) == 0)
    #expect(place(user)?.hasPrefix(folder.path) != true)
    #expect(rmdir(folder("popkeep")) == 0)
    #expect(symlink("/tmp", folder("popkeep")) == 0)
    #expect(place(user)?.hasPrefix(folder.path) != true)
    #expect(place(["XDG_RUNTIME_DIR": "run"])?.hasPrefix("run") != true)
    #expect(place(["RUNTIME_DIRECTORY": "run"])?.hasPrefix("run") != true)
  }

  @Test func `a path that no socket can have is not taken`() {
    #expect(place(["RUNTIME_DIRECTORY": "/" + String(repeating: "a", count: 100)]) == nil)
  }

  @Test func `who looks for a daemon of an archive that is away looks where it would lie`() throws {
    let folder = try TemporaryFolder()
    let user = ["XDG_RUNTIME_DIR": folder.path]
    let candidates = SocketPlace.candidates(archive: "/mail", environment: user)
    #expect(candidates.contains(try #require(place(user))))
    let service = try #require(place(["RUNTIME_DIRECTORY": "/run/popkeep"]))
    #expect(candidates.contains(service))
  }
}
