import TestFiles
import Testing

@Suite(.timeLimit(.minutes(2))) struct InstallationTests {
  @Test func `what a package installs names the prefix, and not the folder that it is packed in`() throws {
    let folder = try TemporaryFolder()
    let installation = try Installation(prefix: "/opt/mail", destination: folder("package"))
    try #require(installation.command.status == 0, "\(installation.command.output)")
    let units = ["system", "user"].map { folder("package/opt/mail/lib/systemd/\($0)") }
    for unit in try units.flatMap({ path in try folderNames(path).map { "\(path)/\($0)" } }) {
      let text = String(decoding: try readFile(unit), as: UTF8.self)
      #expect(!text.contains(folder.path) && !text.contains("/usr/local/bin"), "\(unit)")
      #expect(text.contains("\nExecStart=/opt/mail/bin/popkeep ") != unit.hasSuffix(".timer"), "\(unit)")
    }
    let others = [
      "bin/popkeep", "lib/sysusers.d/popkeep.conf", "share/man/man1/popkeep.1",
      "share/bash-completion/completions/popkeep", "share/zsh/site-functions/_popkeep",
      "share/fish/vendor_completions.d/popkeep.fish",
    ]
    for file in others { #expect(isThere(folder("package/opt/mail/\(file)")), "\(file)") }
  }

  @Test(arguments: ["opt/mail", "/opt/my mail", "/opt/100%", "/opt/a|b"])
  func `a prefix that no unit could name is refused, and nothing is written`(prefix: String) throws {
    let folder = try TemporaryFolder()
    let installation = try Installation(prefix: prefix, destination: folder("package"))
    #expect(installation.command.status == 64, "\(installation.command.output)")
    #expect(!isThere(folder("package")))
  }
}
