import Glibc
import TestDrives
import TestFiles
import Testing

/// Where tokens lie.
@Suite(.waiting) struct TokenPlaceTests {
  private let home: UserHome

  init() throws { home = try UserHome() }

  private func configure(tokens: String) throws {
    try writeFile(
      home.configuration,
      Array(
        """
        { "archive": "\(home.archive)", "minFree": "0%", "accounts": [
          { "name": "home", "host": "127.0.0.1", "port": 1, "user": "alice",
            "oauth": { "clientId": "id", "authorizationEndpoint": "https://login.example.org/",
                       "tokenEndpoint": "http://127.0.0.1:1/token", "tokens": "\(tokens)" } } ] }

        """.utf8))
  }

  private func logIn() throws -> CommandRun {
    let terminal = try Terminal()
    return try home.start(["login", "--paste"], terminal: terminal.path).finish()
  }

  @Test(
    .enabled(if: Drive.isPossible, "takes root, loop devices and FUSE"),
    arguments: [DriveFormat.exfat, .fat32])
  func `a file system that keeps nothing from others is refused before anybody is asked`(format: DriveFormat)
    throws
  {
    let drive = try Drive(format)
    try drive.attach()
    try configure(tokens: "\(drive.path)/tokens")
    try logIn().fails(78, "keeps no file from others", "\"tokens\" under \"oauth\"")
    #expect(try folderNames("\(drive.path)/tokens").allSatisfy { $0.hasPrefix(".") })
  }

  @Test func `a folder that cannot be made is told of before anybody is asked`() throws {
    try configure(tokens: "/proc/tokens")
    try logIn().fails(73, "/proc/tokens", "\"tokens\" under \"oauth\"")
  }
}
