import Settings
import Testing

/// `drives`, and the copies on them that `onServer` may wait for.
@Suite struct DriveTests {
  private func drives(_ list: String) -> String {
    "{ archive: '/mail', accounts: [],\ndrives: [\n\(list) ] }"
  }

  /// A configuration with `count` drives, and an account with this policy in line 3.
  private func policy(_ text: String, drives count: Int) -> String {
    let names = (0..<count).map { "{ name: 'd\($0)' }" }.joined(separator: ", ")
    return """
      { archive: '/mail', drives: [\(names)],
        accounts: [ { name: 'home', host: 'pop.example.org', user: 'alice',
          onServer: \(text) } ] }
      """
  }

  @Test func `without a word there is no drive, and one that is named copies when it is told to`() throws {
    #expect(try parse("{ archive: '/mail', accounts: [] }").drives.isEmpty)
    #expect(try parse(drives("")).drives.isEmpty)
    let drive = try parse(drives("{ name: 'usb-red' }")).drives
    #expect(drive == [DriveSettings(name: "usb-red", backup: .byHand, verify: 1, hooks: .none)])
  }

  @Test func `all that a drive is told is read`() throws {
    let configuration = try parse(
      drives(
        """
        { name: 'usb-red', backup: 'whenAttached', verify: '100%', hooks: {
          onBackup: ['tell', 'done'], onFailure: { command: ['tell'], timeout: '5s' },
          onSilence: { after: '30d', command: ['cry'], timeout: '1m' } } },
        { name: 'usb-blue', backup: 'byHand', verify: '0%' }
        """))
    #expect(
      configuration.drives == [
        DriveSettings(
          name: "usb-red", backup: .whenAttached, verify: 100,
          hooks: DriveHooks(
            onBackup: Hook(command: ["tell", "done"]),
            onFailure: Hook(command: ["tell"], timeout: .seconds(5)),
            onSilence: DriveHooks.Silence(Hook(command: ["cry"], timeout: .seconds(60)), after: 2_592_000))),
        DriveSettings(name: "usb-blue", verify: 0),
      ])
    #expect(configuration.drive(named: "usb-blue")?.verify == 0)
    #expect(configuration.drive(named: "USB-blue") == nil)
  }

  @Test(arguments: [
    ("{}", #"3: "name" is missing: the word that "popkeep backup add" gave the drive"#),
    ("4", #"3: a drive is an object in { }, but a number stands here"#),
    (
      "{ name: 'my drive' }",
      #"3: "name": "my drive" stands in commands and in figures: letters without accents, digits and . _ - @ + are allowed"#
    ),
    ("{ name: '.x' }", #"3: "name": ".x" begins with a dot, and it stands in commands and in figures"#),
    ("{ name: 'x', path: '/media/x' }", #"3: unknown key "path"; a drive has name, backup, verify, hooks"#),
    (
      "{ name: 'x', backup: 'attached' }",
      #"3: "backup" needs "whenAttached" or "byHand", not "attached""#
    ),
    ("{ name: 'x', verify: '101%' }", #"3: "verify" needs a share from "0%" to "100%", not "101%""#),
    ("{ name: 'x', verify: '1' }", #"3: "verify" needs a share from "0%" to "100%", not "1""#),
    ("{ name: 'x', verify: '-1%' }", #"3: "verify" needs a share from "0%" to "100%", not "-1%""#),
    ("{ name: 'x', verify: 1 }", #"3: "verify" needs a share from "0%" to "100%", but a number stands here"#),
    (
      "{ name: 'x', hooks: { onNewMail: ['a'] } }",
      #"3: unknown key "onNewMail"; "hooks" of a drive has onBackup, onFailure, onSilence"#
    ),
    (
      "{ name: 'x', hooks: {\n onSilence: ['a'] } }",
      #"4: "onSilence" of a drive needs "after": write {"after": "30d", "command": […]}"#
    ),
    (
      "{ name: 'x', hooks: {\n onSilence: { command: ['a'] } } }",
      #"4: "onSilence" of a drive needs "after": write {"after": "30d", "command": […]}"#
    ),
    ("{ name: 'x', hooks: { onBackup: { command: ['a'], after: '1d' } } }", #"3: unknown key "after""#),
    ("{ name: 'x' },\n { name: 'x' }", #"4: a second drive has the name "x"; the first is in line 3"#),
    (
      "{ name: 'x' },\n { name: 'X' }",
      #"4: the drive "X" differs from "x" in line 3 only in case, which some file systems do not see"#
    ),
  ])
  func `a mistake about a drive is told with its line`(list: String, sentence: String) {
    #expect(refusal(of: drives(list)).hasPrefix("config.json:\(sentence)"), "\(refusal(of: drives(list)))")
  }

  @Test func `drives are a list, and what is a drive's is no account's`() {
    #expect(
      refusal(of: "{ archive: '/mail', accounts: [], drives: {} }")
        == #"config.json:1: "drives" needs a list in [ ], but an object stands here"#)
    #expect(
      refusal(of: account("hooks: { onBackup: ['a'] }"))
        == #"config.json:4: unknown key "onBackup"; "hooks" has onNewMail, onFailure, onSilence"#)
  }

  @Test(arguments: [(1, 0), (1, 3), (2, 1), (3, 2), (3, 5), (16, 15)])
  func `a message may wait for as many copies as there are drives, and the archive`(
    copies: Int, drives: Int
  ) throws {
    let text = policy("{ deleteAfter: '30d', requireCopies: \(copies) }", drives: drives)
    #expect(
      try parse(text).accounts.first?.onServer
        == RetentionRule(deleteAfter: 2_592_000, requireCopies: copies))
  }

  @Test(arguments: [
    (2, 0, #""requireCopies" 2 needs one drive, and "drives" names none: the archive is the first copy"#),
    (3, 1, #""requireCopies" 3 needs two drives, and "drives" names one: the archive is the first copy"#),
    (16, 14, #""requireCopies" 16 needs 15 drives, and "drives" names 14: the archive is the first copy"#),
    (0, 0, #""requireCopies" needs a whole number from 1 to 16"#),
    (17, 20, #""requireCopies" needs a whole number from 1 to 16"#),
  ])
  func `copies that there is nowhere to make are refused`(copies: Int, drives: Int, sentence: String) {
    let text = policy("{ delete: true, requireCopies: \(copies) }", drives: drives)
    #expect(refusal(of: text) == "config.json:3: \(sentence)")
  }

  @Test func `the defaults are held to the drives too, and copies alone are no reason to delete`() {
    let text = """
      { archive: '/m', drives: [ { name: 'a' } ], accounts: [],
        defaults: { onServer: { delete: true,
          requireCopies: 3 } } }
      """
    #expect(refusal(of: text).hasPrefix(#"config.json:3: "requireCopies" 3 needs two drives"#))
    #expect(
      refusal(of: policy("{ requireCopies: 2 }", drives: 1)).contains("names no reason to delete"))
  }
}
