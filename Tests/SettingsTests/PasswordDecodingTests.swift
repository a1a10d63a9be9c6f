import Settings
import TestFiles
import Testing

/// `password` in the file: its sources, and that no error shows what stands there.
@Suite struct PasswordDecodingTests {
  @Test(arguments: [
    (#"{ "command": ["pass", "show", ""] }"#, PasswordSource.command(["pass", "show", ""])),
    (#"{ "env": "MAIL_1" }"#, PasswordSource.env("MAIL_1")),
    (#"{ "file": "~/p" }"#, PasswordSource.file("/home/alice/p")),
    (#"{ "credential": "mail.home" }"#, PasswordSource.credential("mail.home")),
    (#"{ "keyring": true }"#, PasswordSource.keyring([:])),
    (#"{ "keyring": { "a": "x y", "b": "z" } }"#, PasswordSource.keyring(["a": "x y", "b": "z"])),
    (#"{ "netrc": true }"#, PasswordSource.netrc(nil)),
    (#"{ "netrc": "~/n" }"#, PasswordSource.netrc("/home/alice/n")),
    (#"{ "value": "hunter2" }"#, PasswordSource.value(PasswordText(Array("hunter2".utf8)))),
  ])
  func `sources`(text: String, source: PasswordSource) throws {
    #expect(try parse(account("password: \(text)")).accounts.first?.password == source)
  }

  @Test(arguments: [
    #""hunter2""#, #"{ "hunter2" }"#, #"{ "hunter2": 1 }"#, #"{ hunter2 }"#, #"{ "value": hunter2 }"#,
    #"{ "value": "hunter2\u0007" }"#, #"{ "value": "hunter2 }"#, #"{ "env": "hunter2!" }"#,
    #"{ "command": "hunter2" }"#, #"{ "command": ["\u0007hunter2"] }"#,
    #"{ "command": ["pass", 1, "hunter2"] }"#,
    #"{ "credential": "hunter2/x" }"#, #"{ "credential": "hunter2:x" }"#, #"{ "credential": ["hunter2"] }"#,
    #"{ "keyring": "hunter2" }"#, #"{ "keyring": { "hunter2": 1 } }"#, #"{ "keyring": { "-hunter2": "x" } }"#,
    #"{ "keyring": { "x": "-hunter2" } }"#, #"{ "netrc": ["hunter2"] }"#, #"{ "netrc": "hunter2\u0007" }"#,
    #"{ "command": ["~/hunter2"] }"#, #"{ "value": "hunter2", "env": "X" }"#, #"{ "value": ["hunter2"] }"#,
  ])
  func `no refusal shows the password`(text: String) {
    let sentence = refusal(of: account("password: \(text)"))
    #expect(sentence.hasPrefix("config.json:4: "))
    #expect(!sentence.contains("hunter2"))
  }

  @Test(arguments: [
    (
      #""x""#,
      #""password" says where the password comes from: {"command": ["pass", "show", "mail/home"]}, {"env": …}, {"file": …}, {"credential": …}, {"keyring": true}, {"netrc": true} or {"value": …}"#
    ),
    ("{}", #""password" needs exactly one of command, env, file, credential, keyring, netrc and value"#),
    (
      #"{ "env": "A", "value": "b" }"#,
      #""password" needs exactly one of command, env, file, credential, keyring, netrc and value"#
    ),
    (#"{ "comand": ["x"] }"#, #"unknown key "comand"; did you mean "command"?"#),
    (
      #"{ "zzzz": 1 }"#, #"unknown key; "password" has command, env, file, credential, keyring, netrc, value"#
    ),
    (
      #"{ "command": [] }"#,
      #""command" needs a list of the program and its arguments, such as ["pass", "show", "mail/home"]; no shell reads it"#
    ),
    (
      #"{ "command": ["~/bin/p"] }"#,
      #""command" runs without a shell, which alone knows ~: write the program's whole path"#
    ),
    (
      #"{ "env": "A-B" }"#,
      #""env" needs the name of an environment variable, of letters, digits and _ alone"#
    ),
    (
      #"{ "credential": ".." }"#,
      #""credential" needs the name of a systemd credential, as in LoadCredential=NAME, without / and :"#
    ),
    (
      #"{ "keyring": false }"#,
      #""keyring" needs true, or the attributes of the item such as {"service": "mail", "user": "alice"}"#
    ),
    (
      #"{ "keyring": {} }"#,
      #""keyring" needs true, or the attributes of the item such as {"service": "mail", "user": "alice"}"#
    ),
    (
      #"{ "keyring": { "user": "" } }"#,
      #""keyring" needs true, or the attributes of the item such as {"service": "mail", "user": "alice"}; no word of them is empty or begins with -"#
    ),
    (#"{ "netrc": false }"#, #""netrc" needs true, for ~/.netrc, or a path"#),
    (#"{ "value": "" }"#, #""value" is empty"#),
  ])
  func `refusals`(text: String, sentence: String) {
    #expect(refusal(of: account("password: \(text)")) == "config.json:4: " + sentence)
  }

  @Test func `a password is in no description, dump or mirror`() throws {
    let configuration = try parse(account(#"password: { "value": "hunter2" }"#))
    var dumped = ""
    dump(configuration, to: &dumped)
    let shown = "\(configuration) \(String(reflecting: configuration)) \(dumped)"
    // The octets of "hunter2" in decimal, as a dump of an array would show them.
    #expect(!shown.contains("hunter2") && !shown.contains("104") && shown.contains("****"))
  }
}
