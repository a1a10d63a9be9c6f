import Settings
import Testing

/// JSON5 as a person writes it, and the sentence where it is not even that.
@Suite struct SyntaxTests {
  @Test(arguments: [
    "{'archive': '/m', accounts: []}",
    "\u{FEFF}{ \"archive\": \"/m\", \"accounts\": [], }",
    "// first\r\n{ archive: \"/m\", /* two\nlines */ accounts: [ ], } // last",
    "{\"archive\":\"\\/\\u006d\",\"accounts\":[]}",
    "{\"archive\":\"/\\x6d\",\u{A0}\"accounts\":[\u{2028}]}",
    "{\"archive\":\"/\\\nm\",\"accounts\":[]}",
  ])
  func `JSON5 is read`(text: String) throws {
    #expect(try parse(text) == Configuration(archive: "/m", accounts: []))
  }

  @Test(arguments: [("995", 995), ("+995", 995), ("0x3E3", 995), ("0X3e3", 995)])
  func `whole numbers are read in every spelling`(text: String, port: Int) throws {
    #expect(try parse(account("port: \(text)")).accounts.first?.port == UInt16(port))
  }

  @Test(arguments: ["1.5", ".5", "5.", "1e3", "-1", "Infinity", "-Infinity", "NaN"])
  func `other numbers are numbers that no key takes`(text: String) {
    #expect(
      refusal(of: account("port: \(text)")) == #"config.json:4: "port" needs a whole number from 1 to 65535"#)
  }

  @Test(arguments: ["01", "1-2", "0x", "0xg", "1e", "1e+", ".", "+", "--1", "1.2.3", "1_000", "12ab"])
  func `what is no number is refused`(text: String) {
    #expect(refusal(of: account("port: \(text)")) == "config.json:4: this is not a number")
  }

  @Test func `escapes give the characters that they name`() throws {
    let user = try parse(account(#""caFile": "/\ud83d\ude00\u00e9\'\"\\""#)).accounts.first?.caFile
    #expect(user == "/😀é'\"\\")
  }

  @Test(arguments: [
    ("", "config.json:1: the file is empty"),
    ("\n\n// nothing\n", "config.json:4: the file is empty"),
    ("{} x", "config.json:1: text goes on after the end of the configuration"),
    (
      "{\n\"archive\": \"/m\"\n\"accounts\": []}",
      #"config.json:3: a comma or } is expected after the value of "archive""#
    ),
    ("{\n\"archive\": \"/m\",\n", "config.json:3: the file ends, but the { of line 1 is not closed"),
    ("{ \"accounts\":\n[ 1,", "config.json:2: the file ends, but the [ of line 2 is not closed"),
    ("{ \"accounts\": [ 1 2 ] }", "config.json:1: a comma or ] is expected here"),
    ("{ \"archive\"", "config.json:1: a colon and a value are expected after the key"),
    ("{ \"archive\":", "config.json:1: the file ends where a value is expected"),
    (
      "{ \"archive\": \"/m\n\" }", "config.json:1: the text that begins here has no closing quote in its line"
    ),
    ("{ \"archive\": \"/m", "config.json:1: the text that begins here has no closing quote"),
    ("{ \"archive\": /m }", "config.json:1: a value is expected here; text stands in plain quotes"),
    (
      "{ \"enabled\": True }",
      #"config.json:1: a value is expected here; text stands in plain quotes; did you mean "true"?"#
    ),
    ("{ “archive”: 1 }", "config.json:1: a key is expected here, in plain quotes"),
    ("{ , }", "config.json:1: a key is expected here, in plain quotes"),
    ("{\n/* never", "config.json:2: the comment that begins here is not closed"),
    (#"{ "a": "\ud83d" }"#, "config.json:1: the first half of a surrogate pair stands alone"),
    (#"{ "a": "\ud83d\u0041" }"#, "config.json:1: the first half of a surrogate pair stands alone"),
    (#"{ "a": "\ude00" }"#, "config.json:1: the second half of a surrogate pair stands alone"),
    (#"{ "a": "\u00+1" }"#, "config.json:1: 4 hexadecimal digits are expected here"),
    (#"{ "a": "\x"#, "config.json:1: 2 hexadecimal digits are expected here"),
    (#"{ "a": "\7" }"#, #"config.json:1: a backslash stands before a digit; write \u00XX"#),
    (#"{ "a": "\"#, "config.json:1: the file ends inside a text"),
  ])
  func `what is not JSON5 is refused with its line`(text: String, sentence: String) {
    #expect(refusal(of: text) == sentence)
  }

  @Test func `text that is not UTF-8 is refused`() {
    let bytes = Array("{\n\"archive\": \"/m".utf8) + [0xE9] + Array("\" }".utf8)
    let failure = #expect(throws: ConfigurationFailure.self) {
      _ = try Configuration.parse(bytes, home: nil, folder: "/")
    }
    #expect(failure?.description == "config.json:2: the text that begins here is not UTF-8")
  }

  @Test(arguments: ["\n", "\r", "\r\n"])
  func `every kind of line end is counted once`(end: String) {
    #expect(refusal(of: "{\(end)\(end)x: 1 }").hasPrefix("config.json:3: "))
  }
}
