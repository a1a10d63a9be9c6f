import Glibc
import Settings
import TestFiles
import Testing

/// Configuration files on disk: reading, permissions, and the sentences where there is none.
@Suite struct LoadingTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func refusal(of file: String) -> String {
    do {
      _ = try Configuration.load(file: file, home: "/home/alice")
      return ""
    } catch { return error.description }
  }

  @Test func `a file is read, and its paths are seen from its folder`() throws {
    let file = try folder.write("config.json", text: "{ archive: 'mail', accounts: [] }")
    #expect(try Configuration.load(file: file, home: nil).archive == folder("mail"))
  }

  @Test func `a missing file, a folder and a huge file are named`() throws {
    let missing = folder("none.json")
    #expect(refusal(of: missing) == "\(missing): there is no such file: popkeep init writes one")
    #expect(refusal(of: folder.path) == "\(folder.path): this is a folder, not a configuration file")
    let huge = try folder.write("huge.json", [UInt8](repeating: 32, count: (16 << 20) + 1))
    #expect(refusal(of: huge) == "\(huge): the file is larger than 16 MiB, too large for a configuration")
  }

  @Test(arguments: [0o600, 0o400, 0o700] as [mode_t])
  func `a password in the file is taken where only its owner may read it`(mode: mode_t) throws {
    let file = try folder.write("config.json", text: account("password: { value: 'hunter2' }"))
    #expect(chmod(file, mode) == 0)
    #expect(refusal(of: file) == "")
  }

  @Test(arguments: [(0o644, "644"), (0o640, "640"), (0o602, "602")] as [(mode_t, String)])
  func `a password in a file that others may read is refused`(mode: mode_t, shown: String) throws {
    let file = try folder.write("config.json", text: account("password: { value: 'hunter2' }"))
    #expect(chmod(file, mode) == 0)
    #expect(
      refusal(of: file)
        == "\(file):4: the file holds a password and others may read it (mode \(shown)): run chmod 600 \(file), or use \"command\" or \"file\""
    )
  }

  @Test func `a file without a password may be open to all`() throws {
    let file = try folder.write("config.json", text: account(""))
    #expect(chmod(file, 0o644) == 0)
    #expect(refusal(of: file) == "")
  }
}
