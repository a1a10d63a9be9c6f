import InternetMessage
import Testing

@Suite struct DateTests {
  @Test(
    arguments: [
      ("Fri, 21 Nov 1997 09:55:06 -0600", 880_127_706),
      ("21 Nov 1997 09:55:06 -0600", 880_127_706),
      ("Fri, 21 Nov 1997 09:55 -0600", 880_127_700),
      ("Fri, 21 Nov 97 15:55:06 GMT", 880_127_706),
      ("Fri, 21 Nov 097 15:55:06 UT", 880_127_706),
      ("Fri, 21 Nov 1997 15:55:06 -0000", 880_127_706),
      ("Fri, 21 Nov 1997 09:55:06 CST (Central)", 880_127_706),
      ("Fri, 21 Nov 1997 10:55:06 est", 880_127_706),
      ("Fri, 21 Nov 1997 16:55:06 +01:00", 880_127_706),
      ("Fri, 21 Nov 1997 16:55:06 GMT+0100", 880_127_706),
      ("Fri, 21 Nov 1997 09(comment):   55  :  06 -0600", 880_127_706),
      ("Fri,21 Nov(eleven)1997 09:55:06-0600", 880_127_706),
      ("Friday, 21-Nov-97 15:55:06 GMT", 880_127_706),
      ("Fri Nov 21 15:55:06 1997", 880_127_706),
      ("Fri Nov 21 09:55:06 -0600 1997", 880_127_706),
      ("Fri Nov 21 09:55:06 CST 1997", 880_127_706),
      ("1997-11-21T15:55:06Z", 880_127_706),
      ("1997-11-21 09:55:06.123 -0600", 880_127_706),
      ("11/21/1997 3:55:06 PM", 880_127_706),
      ("21/11/1997 15:55:06", 880_127_706),
      ("21.11.1997 15:55:06", 880_127_706),
      ("Nov 21, 1997 3:55:06 PM GMT", 880_127_706),
      ("21 November 1997 15:55:06 X", 880_127_706),
      ("Fri, 21 Nov 1997", 880_070_400),
      ("Sat, 21 Nov 1997 12:00:00 AM", 880_070_400),
      ("Thu, 1 Jan 1970 00:00:00 +0000", 0),
      ("29 Feb 2024 00:00:00 +0000", 1_709_164_800),
      ("Fri, 31 Dec 9999 23:59:59 +0000", 253_402_300_799),
      ("01 Jan 49 00:00:00 Z", 2_493_072_000),
      ("01 Jan 70 00:00:00 Z", 0),
    ] as [(String, Int64)])
  func `a date names its moment, however it is written`(text: String, seconds: Int64) {
    #expect(MailDate.parse(Array(text.utf8)) == seconds)
  }

  @Test(
    arguments: [
      "", "today", "<HR>", "%date%", "Thu, 13 Feb 1969 23:32:54 -0330", "Fri, 21 Foo 1997 09:55:06 -0600",
      "32 Nov 1997 09:55:06", "99999999999999999999999", "21 Nov 99999 09:55:06 +0000", "21 Nov", "((((", "+",
      "12:",
      ":::::", "1 Jan 1970 00:00:00 +2400", "31 Dec 9999 23:00:00 -0100",
    ])
  func `what is no date is none`(text: String) {
    #expect(MailDate.parse(Array(text.utf8)) == nil)
  }

  @Test func `the received date is that of the topmost Received field which has one`() {
    let header = """
      Received: by relay.example; nonsense
      Received: from a (b; c) by d.example (x; y)
      \tid 1; for <z@d.example>; Fri, 21 Nov 1997 09:55:06 -0600 (CST; winter)
      Received: by first.example; Thu, 20 Nov 1997 00:00:00 +0000

      """
    #expect(Envelope(header: Array(header.utf8)).received == 880_127_706)
  }
}
