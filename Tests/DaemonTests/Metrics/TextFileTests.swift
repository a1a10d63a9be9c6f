import Daemon
import Glibc
import TestFiles
import Testing

@Suite struct TextFileTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private var path: String { folder("popkeep.prom") }

  private func write(_ pieces: [String]) throws(TextFile.Failure) {
    try TextFile.write(path) { write throws(TextFile.Failure) in
      for piece in pieces { try write(Array(piece.utf8)) }
    }
  }

  @Test func `the file is written anew, for all to read, and nothing is left beside it`() throws {
    try write(["one", "two"])
    #expect(try readFile(path) == Array("onetwo".utf8))
    try write(["three"])
    #expect(try readFile(path) == Array("three".utf8))
    #expect(try folderNames(folder.path) == ["popkeep.prom"])
    var status = stat()
    #expect(stat(path, &status) == 0 && status.st_mode & 0o777 == 0o644)
  }

  @Test func `while it is written the old one stays, and the new one has a name that no collector reads`()
    throws
  {
    try write(["old"])
    try TextFile.write(path) { write throws(TextFile.Failure) in
      try write(Array("new".utf8))
      do {
        #expect(try folderNames(folder.path) == [".popkeep.prom.tmp", "popkeep.prom"])
        #expect(try readFile(path) == Array("old".utf8))
      } catch { Issue.record(error) }
    }
    #expect(try readFile(path) == Array("new".utf8))
  }

  @Test func `a write that fails leaves the old file and nothing else`() throws {
    try write(["old"])
    #expect(throws: TextFile.Failure(path: path, code: ENOSPC)) {
      try TextFile.write(path) { write throws(TextFile.Failure) in
        try write(Array("new".utf8))
        throw TextFile.Failure(path: path, code: ENOSPC)
      }
    }
    #expect(try readFile(path) == Array("old".utf8))
    #expect(try folderNames(folder.path) == ["popkeep.prom"])
  }

  @Test func `what a crash left is replaced, and a link is not followed`() throws {
    try folder.write("precious", text: "precious")
    #expect(symlink(folder("precious"), folder(".popkeep.prom.tmp")) == 0)
    try write(["new"])
    #expect(try readFile(folder("precious")) == Array("precious".utf8))
    #expect(try folderNames(folder.path) == ["popkeep.prom", "precious"])
  }

  @Test func `a failure is a sentence`() {
    do {
      try TextFile.write(folder("none/x\n.prom")) { _ in }
      Issue.record("written")
    } catch {
      #expect(error.description == "cannot write \(folder("none/x?.prom")): No such file or directory")
    }
    #expect(throws: TextFile.Failure(path: folder.path + "/", code: EINVAL)) {
      try TextFile.write(folder.path + "/") { _ in }
    }
  }
}
