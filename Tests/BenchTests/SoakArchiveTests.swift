import Bench
import TestFiles
import Testing

@Suite struct SoakArchiveTests {
  private let folder: TemporaryFolder
  private let made = MadeMail()

  init() throws {
    folder = try TemporaryFolder()
    for name in ["accounts", "accounts/home", "accounts/home/new", "accounts/home/cur"] {
      try makeFolder(folder(name))
    }
  }

  private func deliver(_ number: Int, as name: String) throws {
    try folder.write("accounts/home/\(name)", made.content(number, wire: 1_000))
  }

  private func difference(_ delivered: [Int]) throws -> String? {
    try SoakArchive(path: folder.path).difference("home", from: delivered)
  }

  @Test func `an archive with each message once is as it should be`() throws {
    try deliver(1, as: "new/a")
    try deliver(2, as: "cur/b")
    #expect(try difference([1, 2]) == nil)
  }

  @Test func `what is lost, doubled or foreign is counted`() throws {
    try deliver(1, as: "new/a")
    try deliver(1, as: "cur/b")
    try deliver(7, as: "cur/c")
    #expect(
      try difference([1, 2, 3]) == "home: 2 of 3 messages lost, 1 there twice, 1 of others")
    try folder.write("accounts/home/new/d", text: "no message")
    #expect(try difference([1])?.contains("d is no message") == true)
  }
}
