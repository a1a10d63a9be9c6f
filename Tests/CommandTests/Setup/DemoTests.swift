import Glibc
import TestFiles
import Testing

@Suite struct DemoTests {
  @Test
  func
    `the demo fetches, finds nothing new, deletes by policy, verifies, searches, and stays to be looked at`()
    throws
  {
    let home = try UserHome()
    let folder = home.folder("demo")
    let run = try home.run("demo", "--dir", folder, "--messages", "500").succeeds()
    #expect(run.output.contains("500 messages fetched"))
    #expect(run.output.contains("nothing new"))
    #expect(run.output.contains("400 messages deleted on the server"))
    #expect(run.output.contains("all as fetched"))
    #expect(run.output.contains(/[1-9][0-9]* messages? found for plum cake/))
    #expect(run.output.contains("\(folder)/archive"))
    #expect(run.output.contains("popkeep init"))
    let configuration = ["--config", "\(folder)/config.json"]
    let list = try home.start(["list", "--json", "--limit", "0"] + configuration).finish().succeeds().json()
    #expect(list.items.count == 500)
    try home.start(["verify"] + configuration).finish().succeeds()
    try home.start(["status"] + configuration).finish().succeeds()
    // The demo's server has gone with it.
    try home.start(["fetch", "--quiet"] + configuration).finish().fails(69)
    try home.run("demo", "--dir", folder).fails(73, folder)
  }

  @Test func `fewer than 500 messages are no demo`() throws {
    #expect(try UserHome().run("demo", "--messages", "10").status == 64)
  }
}
