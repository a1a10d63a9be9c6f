import Daemon
import TestFiles
import Testing

/// Where the daemon's socket lies.
@Suite struct SocketPlaceTests {
  private let id = "0123456789abcdef0123456789abcdef"

  private func place(
    configured: String? = nil, archive: String = "/mail", _ environment: [String: String]
  ) throws -> String? {
    try SocketPlace.path(configured: configured, archive: archive, id: id, environment: environment)
  }

  @Test
  func `what is configured goes before all, systemd's folder before the user's, the archive comes last`()
    throws
  {
    let folder = try TemporaryFolder()
    let both = ["RUNTIME_DIRECTORY": "/run/popkeep:/run/other", "XDG_RUNTIME_DIR": folder.path]
    #expect(try place(configured: "/run/own", both) == "/run/own")
    #expect(try place(both) == "/run/popkeep/popkeep-0123456789ab.sock")
    #expect(
      try place(["XDG_RUNTIME_DIR": folder.path]) == folder("popkeep/popkeep-0123456789ab.sock"))
    #expect(try folderNames(folder.path) == ["popkeep"])
    #expect(try place([:]) == "/mail/.popkeep/daemon.sock")
  }

  @Test func `a folder that is none, or not ours, is passed over`() throws {
    #expect(try place(["XDG_RUNTIME_DIR": "/nowhere/at/all"]) == "/mail/.popkeep/daemon.sock")
    #expect(try place(["XDG_RUNTIME_DIR": "run"]) == "/mail/.popkeep/daemon.sock")
    #expect(try place(["RUNTIME_DIRECTORY": "run"]) == "/mail/.popkeep/daemon.sock")
  }

  @Test func `a path that no socket can have is not taken`() throws {
    let long = "/" + String(repeating: "a", count: 100)
    #expect(try place(archive: long, [:]) == nil)
    #expect(
      try place(archive: long, ["RUNTIME_DIRECTORY": "/run/popkeep"])?.hasPrefix("/run/popkeep/") == true)
    // 107 octets are the most.
    let most = "/" + String(repeating: "a", count: 106 - "/.popkeep/daemon.sock".utf8.count)
    #expect(try place(archive: most, [:])?.utf8.count == 107)
    #expect(try place(archive: most + "a", [:]) == nil)
  }

  @Test func `two archives have two words`() {
    #expect(SocketPlace.word("/mail") != SocketPlace.word("/mail2"))
    #expect(SocketPlace.word("/mail") == SocketPlace.word("/mail"))
    #expect(SocketPlace.word("/mail").allSatisfy { $0.isHexDigit })
  }
}
