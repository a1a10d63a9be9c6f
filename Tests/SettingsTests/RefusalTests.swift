import Settings
import Testing

/// What a user reads who made a mistake: the whole sentence, for each kind of mistake.
@Suite struct RefusalTests {
  @Test(arguments: [
    (
      #"{ "archive": "/mail", "acounts": [] }"#,
      #"config.json:1: unknown key "acounts"; did you mean "accounts"?"#
    ),
    (
      "{\n\"archive\": \"/mail\",\n\"colour\": 1 }",
      #"config.json:3: unknown key "colour"; the configuration has $schema, archive, minFree, defaults, accounts, daemon, metrics, drives"#
    ),
    (account(#""onserver": "keep""#), #"config.json:4: unknown key "onserver"; did you mean "onServer"?"#),
    (account(#""on_server": "keep""#), #"config.json:4: unknown key "on_server"; did you mean "onServer"?"#),
    (account(#""pasword": {}"#), #"config.json:4: unknown key "pasword"; did you mean "password"?"#),
    (account(#""username": "x""#), #"config.json:4: unknown key "username"; did you mean "user"?"#),
    (account(#""ssl": true"#), #"config.json:4: unknown key "ssl"; did you mean "tls"?"#),
    (
      account(#""onServer": { "keepnewst": 4 }"#),
      #"config.json:4: unknown key "keepnewst"; did you mean "keepNewest"?"#
    ),
    (
      account(#""onServer": { "zzz": 4 }"#),
      #"config.json:4: unknown key "zzz"; "onServer" has delete, deleteAfter, keepNewest, keepUnder, untilTrashed, maxDeletes, proveByHash, requireCopies"#
    ),
  ])
  func `an unknown key is refused with the nearest right one`(text: String, sentence: String) {
    #expect(refusal(of: text) == sentence)
  }

  @Test(arguments: [
    (
      "{}",
      #"config.json:1: "archive" is missing: the folder that the mail goes to, such as "~/Mail/popkeep""#
    ),
    (#"{ "archive": "/m" }"#, #"config.json:1: "accounts" is missing: a list of the mailboxes to fetch"#),
    (
      "{ \"archive\": \"/m\", \"accounts\": [\n { \"host\": \"h\", \"user\": \"u\" } ] }",
      #"config.json:2: "name" is missing: a word for the account, which its folder is named after"#
    ),
    (
      "{ \"archive\": \"/m\", \"accounts\": [\n\n { \"name\": \"n\", \"user\": \"u\" } ] }",
      #"config.json:3: "host" is missing: the name of the account's POP3 server"#
    ),
    (
      #"{ "archive": "/m", "accounts": [ { "name": "n", "host": "h" } ] }"#,
      #"config.json:1: "user" is missing: the name to log in with, often the mail address"#
    ),
  ])
  func `a missing key is named`(text: String, sentence: String) {
    #expect(refusal(of: text) == sentence)
  }

  @Test(arguments: [
    ("[]", "config.json:1: the configuration is an object in { }, but a list stands here"),
    (
      #"{ "archive": 7, "accounts": [] }"#,
      #"config.json:1: "archive" needs a path, but a number stands here"#
    ),
    (#"{ "archive": null }"#, #"config.json:1: "archive" needs a path, but null stands here"#),
    (
      #"{ "archive": "/m", "accounts": {} }"#,
      #"config.json:1: "accounts" needs a list in [ ], but an object stands here"#
    ),
    (
      #"{ "archive": "/m", "accounts": ["home"] }"#,
      "config.json:1: an account is an object in { }, but text stands here"
    ),
    (
      #"{ "archive": "/m", "defaults": [], "accounts": [] }"#,
      #"config.json:1: "defaults" is an object in { }, but a list stands here"#
    ),
    (
      account(#""port": "995""#),
      #"config.json:4: "port" needs a whole number from 1 to 65535, but text stands here"#
    ),
    (account(#""port": 99.5"#), #"config.json:4: "port" needs a whole number from 1 to 65535"#),
    (account(#""port": 0"#), #"config.json:4: "port" needs a whole number from 1 to 65535"#),
    (account(#""port": 65536"#), #"config.json:4: "port" needs a whole number from 1 to 65535"#),
    (
      account(#""port": 99999999999999999999999"#),
      #"config.json:4: "port" needs a whole number from 1 to 65535"#
    ),
    (
      account(#""enabled": "true""#),
      #"config.json:4: "enabled" needs true or false, but true in quotes stands here"#
    ),
    (account(#""markRead": 1"#), #"config.json:4: "markRead" needs true or false, but a number stands here"#),
    (
      account(#""every": 300"#),
      #"config.json:4: "every" needs a duration such as "90s", "5m", "12h", "30d" or "2w", but a number stands here"#
    ),
    (
      account(#""tls": true"#),
      #"config.json:4: "tls" needs "implicit", "starttls" or "none", but true or false stands here"#
    ),
    (
      account(#""onServer": 3"#),
      #"config.json:4: "onServer" needs "keep", "delete" or an object such as {"deleteAfter": "30d"}, but a number stands here"#
    ),
  ])
  func `a wrong type is named beside the right one`(text: String, sentence: String) {
    #expect(refusal(of: text) == sentence)
  }

  @Test(arguments: [
    (
      account(#""every": "5 M""#),
      #"config.json:4: "every" needs a duration such as "90s", "5m", "12h", "30d" or "2w", not "5 M"; did you mean "5m"?"#
    ),
    (
      account(#""every": "soon""#),
      #"config.json:4: "every" needs a duration such as "90s", "5m", "12h", "30d" or "2w", not "soon""#
    ),
    (account(#""every": "0s""#), #"config.json:4: "every" lies between "1s" and "52w", not "0s""#),
    (account(#""timeout": "2h""#), #"config.json:4: "timeout" lies between "1s" and "1h", not "2h""#),
    (
      account(#""timeout": "999999999999999999w""#),
      #"config.json:4: "timeout" needs a duration such as "90s", "5m", "12h", "30d" or "2w", not "999999999999999999w""#
    ),
    (
      account(#""maxMessageSize": "25mb""#),
      #"config.json:4: "maxMessageSize" needs a size such as "500KB", "25MB" or "1GiB", not "25mb"; did you mean "25MB"?"#
    ),
    (
      #"{ "archive": "/m", "minFree": "100%", "accounts": [] }"#,
      #"config.json:1: "minFree" needs a size such as "5GB" or a share from "0%" to "99%", not "100%""#
    ),
    (
      #"{ "archive": "/m", "minFree": "lots", "accounts": [] }"#,
      #"config.json:1: "minFree" needs a size such as "500KB", "25MB" or "1GiB" or a share such as "1%", not "lots""#
    ),
    (
      account(#""tls": "startls""#),
      #"config.json:4: "tls" needs "implicit", "starttls" or "none", not "startls"; did you mean "starttls"?"#
    ),
    (
      account(#""tls": "none""#),
      #"config.json:4: "tls": "none" sends the password and the mail unencrypted; if that is wanted, add "allowPlaintext": true"#
    ),
    (
      account(#""partition": "monthly""#),
      #"config.json:4: "partition" needs "none", "year" or "month", not "monthly"; did you mean "month"?"#
    ),
    (account(#""caFile": """#), #"config.json:4: "caFile" is empty"#),
    (account(#""caFile": "a\u0000b""#), #"config.json:4: "caFile" has a control character in it"#),
    (
      account(#""caFile": "~bob/ca.pem""#),
      #"config.json:4: "caFile" begins with ~ and a name: write the whole path of that home folder"#
    ),
  ])
  func `a value that will not do is said, and what would`(text: String, sentence: String) {
    #expect(refusal(of: text) == sentence)
  }

  @Test(arguments: [
    ("two", "two", #"config.json:2: a second account has the name "two"; the first is in line 1"#),
    (
      "Two", "two",
      #"config.json:2: the account "two" differs from "Two" in line 1 only in case, which some file systems do not see"#
    ),
  ])
  func `two accounts never share a name`(first: String, second: String, sentence: String) {
    let text = """
      { "archive": "/m", "accounts": [ { "name": "\(first)", "host": "h", "user": "u" },
        { "name": "\(second)", "host": "h", "user": "u" } ] }
      """
    #expect(refusal(of: text) == sentence)
  }

  @Test func `a key that stands twice is refused`() {
    #expect(
      refusal(of: "{ \"archive\": \"/m\",\n\n \"archive\": \"/n\" }")
        == #"config.json:3: the key "archive" stands here a second time; the first is in line 1"#)
  }

  @Test func `a wrong default is found even where every account overrides it`() {
    let text = """
      { "archive": "/m",
        "defaults": { "every": "x" },
        "accounts": [ { "name": "n", "host": "h", "user": "u", "every": "5m" } ] }
      """
    #expect(refusal(of: text).hasPrefix(#"config.json:2: "every" needs a duration"#))
  }

  @Test(arguments: ["name", "user"])
  func `defaults have no key that belongs to one account`(key: String) {
    #expect(
      refusal(of: "{ \"archive\": \"/m\", \"accounts\": [],\n \"defaults\": { \"\(key)\": \"x\" } }")
        == "config.json:2: \"\(key)\" belongs to one account and has no place in \"defaults\"")
  }

  @Test func `a sentence never carries a control character of the file`() {
    let sentence = refusal(of: account(#""a\u001b[31m\u202eb": 1"#))
    #expect(sentence.hasPrefix(#"config.json:4: unknown key "a?[31m?b"; an account has name, host"#))
  }

  @Test func `a column is counted in characters`() throws {
    let failure = #expect(throws: ConfigurationFailure.self) { _ = try parse("{ /* äöü */ \"x\": 1 }") }
    #expect(failure?.position == TextPosition(line: 1, column: 13))
  }
}
