import InternetMessage
import Testing

@Suite struct AddressTests {
  @Test(
    arguments: [
      ("alice@example.org", ["|alice@example.org"]),
      ("<alice@example.org>", ["|alice@example.org"]),
      ("Alice Smith <alice@example.org>", ["Alice Smith|alice@example.org"]),
      ("\"Smith, Alice\" <alice@example.org>", ["Smith, Alice|alice@example.org"]),
      ("\"A \\\"B\\\" C\" <a@example.org>", ["A \"B\" C|a@example.org"]),
      ("alice@example.org (Alice Smith)", ["Alice Smith|alice@example.org"]),
      ("Alice (in (the) office) <alice@example.org>", ["Alice|alice@example.org"]),
      ("a@example.org, b@example.org", ["|a@example.org", "|b@example.org"]),
      ("a@example.org; b@example.org", ["|a@example.org", "|b@example.org"]),
      ("a@example.org,, ,b@example.org,", ["|a@example.org", "|b@example.org"]),
      (
        "Friends: a@example.org, B <b@example.org>;, c@example.org",
        ["|a@example.org", "B|b@example.org", "|c@example.org"]
      ),
      ("undisclosed-recipients:;", []),
      ("undisclosed recipients: ;", []),
      ("Alice <@relay.example,@two.example:alice@example.org>", ["Alice|alice@example.org"]),
      ("\"john doe\"@example.org", ["|\"john doe\"@example.org"]),
      ("\"john\r\n doe\"@example.org", ["|\"john doe\"@example.org"]),
      ("\"john\n doe\"@example.org", ["|\"john doe\"@example.org"]),
      ("a\\\r\n b@example.org", ["a|b@example.org"]), ("a\\\n b@example.org", ["a|b@example.org"]),
      ("<\"john>doe\"@example.org>", ["|\"john>doe\"@example.org"]),
      ("john . doe @ example . org", ["|john.doe@example.org"]),
      ("Pete(A nice \\) chap) <pete(his account)@silly.test(his host)>", ["Pete|pete@silly.test"]),
      ("user@[IPv6:2001:db8::1]", ["|user@[IPv6:2001:db8::1]"]),
      ("=?utf-8?Q?J=C3=BCrgen?= <j@example.org>", ["Jürgen|j@example.org"]),
      ("=?utf-8?Q?M=C3=BCller,_J?= <j@example.org>", ["Müller, J|j@example.org"]),
      ("=?utf-8?Q?M=C3=BC?= =?utf-8?Q?ller?= <j@example.org>", ["Müller|j@example.org"]),
      ("\"=?utf-8?Q?J=C3=BCrgen?=\" <j@example.org>", ["Jürgen|j@example.org"]),
      ("=?utf-8?Q?Smith, J (x)?= <j@example.org>", ["Smith, J (x)|j@example.org"]),
      ("=?utf-8?Q?j=40example.org?=", ["|j@example.org"]),
      ("Jürgen <jürgen@bücher.example>", ["Jürgen|jürgen@bücher.example"]),
      ("Alice Smith alice@example.org", ["Alice Smith|alice@example.org"]),
      ("Alice <alice@example.org", ["Alice|alice@example.org"]),
      ("Alice <alice@example.org, Bob <bob@example.org>", ["Alice|bob@example.org"]),
      ("Alice <<alice@example.org>>", ["Alice|alice@example.org"]),
      ("Alice \"the < alice@example.org>", ["Alice the|alice@example.org"]),
      ("Alice (the <alice@example.org>", ["Alice the|alice@example.org"]),
      ("MAILER-DAEMON", ["|MAILER-DAEMON"]),
      ("Mail Delivery", ["Mail Delivery|"]),
      ("\"alice@example.org\" <bob@example.org>", ["alice@example.org|bob@example.org"]),
      ("alice@example.org <bob@example.org>", ["alice@example.org|bob@example.org"]),
      ("a\r\n\t<a@example.org>,\r\n b <b@example.org>", ["a|a@example.org", "b|b@example.org"]),
      ("=?u(f-16?B?A\0\0\0\0\0\0 =?=", []),
      ("<>", []),
      ("", []),
      (",;:<>\"()\\", []),
    ] as [(String, [String])])
  func `a list is taken apart`(raw: String, mailboxes: [String]) {
    #expect(AddressList.parse(Array(raw.utf8)).map { "\($0.name ?? "")|\($0.address)" } == mailboxes)
  }

  @Test(arguments: ["a@b,", "<", "\"", "(", "\\", "<a", "\"a", "(a", "=?", "a:", "\"a\\\",", "<\"", "((a)"])
  func `128 KB of one piece gives a bounded list`(piece: String) {
    let raw = Array(String(repeating: piece, count: (1 << 17) / piece.utf8.count).utf8)
    #expect(AddressList.parse(raw).count <= AddressList.limit)
  }
}
