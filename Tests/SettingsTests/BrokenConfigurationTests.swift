import Settings
import TestFiles
import Testing

/// What a configuration that is refused still tells: where its archive is.
@Suite struct BrokenConfigurationTests {
  private func archive(_ text: String, home: String? = "/home/alice") throws -> String? {
    let folder = try TemporaryFolder()
    return BrokenConfiguration.archive(file: try folder.write("config.json", text: text), home: home)
  }

  @Test(arguments: [
    #"{ "archive": "/mail", "accounts": 7 }"#, #"{ archive: '/mail', nonsense: {} }"#,
    #"{ "accounts": [], "archive" : "/mail" }"#,
    // No JSON at all.
    #"{ "archive": "/mail", "accounts": [ "#, #"{ oops archive : '/mail'"#,
    #"{ "archive": "/mail" "accounts""#,
    #"{ "archive": "/mail" } more"#,
  ])
  func `the archive is found in what is wrong elsewhere`(text: String) throws {
    #expect(try archive(text) == "/mail")
  }

  @Test func `a path below the home folder is made whole`() throws {
    #expect(try archive(#"{ "archive": "~/Mail" "#) == "/home/alice/Mail")
    #expect(try archive(#"{ "archive": "~/Mail" "#, home: nil) == nil)
  }

  @Test(arguments: [
    "", "{}", "{ \"archive\": 7 }", "{ \"archive\": \"\" }", "{ \"archive\": \"mail\" }", "{ \"archive\": ",
    "{ \"archive\" \"/mail\" ", "{ \"archive\": \"/mail", "[]",
    "{ \"archive\": \"/ma\u{1B}il\" ",
  ])
  func `where the text does not tell, nothing is guessed`(text: String) throws {
    #expect(try archive(text) == nil)
  }

  @Test func `no file, and a folder in its place`() throws {
    let folder = try TemporaryFolder()
    #expect(BrokenConfiguration.archive(file: folder("none"), home: nil) == nil)
    #expect(BrokenConfiguration.archive(file: folder.path, home: nil) == nil)
  }
}
