import Glibc
import TestFiles
import Testing

/// What gets in the way of a search: kills, disks, permissions, other programs.
@Suite struct SearchFaultTests {
  private let home: UserHome
  private let count = 400

  init() throws {
    home = try UserHome()
    try home.makeArchive()
    let mail = home.folder("mail-to-import")
    guard mkdir(mail, 0o700) == 0 else { throw SystemFailure("mkdir") }
    for number in 0..<count {
      let text = "From: a@example.org\nSubject: number \(number)\n\nquokka \(number)\n"
      try writeFile("\(mail)/\(number).eml", Array(text.utf8))
    }
    try home.run("import", mail, "--account", "home", "--archive", home.archive).succeeds()
  }

  private func search(_ words: String...) throws -> CommandRun {
    try home.start(["search", "--archive", home.archive, "--count"] + words).finish()
  }

  private func forgetReading() throws {
    for name in try folderNames(home.archive) where name.hasPrefix("search.sqlite") {
      try removeFile("\(home.archive)/\(name)")
    }
  }

  @Test func `a first reading that is killed at any moment costs nothing but the time to read`() throws {
    for step in 0..<24 {
      try forgetReading()
      let run = try home.start(["search", "--archive", home.archive, "--count", "quokka"])
      poll(nil, 0, Int32(8 * step))
      run.signal(SIGKILL)
      _ = try run.finish()
      #expect(try search("quokka").succeeds().outputLines == ["\(count)"], "\(step)")
    }
  }

  @Test func `a reading that was cut off while its file was made goes on from its journal`() throws {
    try forgetReading()
    let path = "\(home.archive)/search.sqlite"
    // What is left of a transaction that made the tables: the pages of before are in the journal.
    try search("quokka").succeeds()
    let whole = try readFile(path)
    try forgetReading()
    try writeFile(path, Array(whole.prefix(16_384)))
    try writeFile(
      "\(path)-journal", [0xD9, 0xD5, 0x05, 0xF9, 0x20, 0xA1, 0x63, 0xD7] + Array(repeating: 0, count: 504))
    #expect(try search("quokka").succeeds().outputLines == ["\(count)"])
  }

  @Test func `where nothing can be read for search, nobody takes it for nothing found`() throws {
    try forgetReading()
    // A database of another program is left alone.
    try writeFile("\(home.archive)/search.sqlite", try readFile("\(home.archive)/index.sqlite"))
    let run = try search("quokka")
    #expect(run.status != 0)
    #expect(run.errors.contains("another program"))
  }

  @Test func `several first searches at once find all that there is`() throws {
    try forgetReading()
    let runs = try (0..<4).map { _ in
      try home.start(["search", "--archive", home.archive, "--count", "quokka"])
    }
    for run in runs { #expect(try run.finish().succeeds().outputLines == ["\(count)"]) }
  }

  @Test func `a damaged file of what was read is told, with what mends it`() throws {
    try search("quokka").succeeds()
    let path = "\(home.archive)/search.sqlite"
    var octets = try readFile(path)
    // Behind the first pages, by which it is told whether the file is ours at all: else it would be made anew.
    for index in 32_768..<octets.count { octets[index] = UInt8(truncatingIfNeeded: index &* 31) }
    try writeFile(path, octets)
    let run = try search("quokka")
    #expect(run.status != 0 && run.status != 70)
    #expect(run.errors.contains("reindex"))
    try home.run("reindex", "--archive", home.archive).succeeds()
    #expect(try search("quokka").succeeds().outputLines == ["\(count)"])
  }

  @Test func `a message that is not what was fetched is shown, and told of; a pipe is no message`() throws {
    let list = try home.run("list", "--json", "--limit", "1", "--archive", home.archive).succeeds().json()
    let message = try #require(list.items.first)
    let (id, file) = (try #require(message["id"]?.text), try #require(message["file"]?.text))
    try home.run("show", id, "--archive", home.archive).succeeds()
    try writeFile(file, Array("From: a@example.org\n\ncut".utf8))
    try home.run("show", id, "--archive", home.archive).fails(65)
    let pipe = home.folder("pipe")
    guard mkfifo(pipe, 0o600) == 0 else { throw SystemFailure("mkfifo") }
    try home.run("show", pipe, "--archive", home.archive).fails(64)
    try home.run("show", "/dev/zero", "--archive", home.archive).fails(64)
  }
}
