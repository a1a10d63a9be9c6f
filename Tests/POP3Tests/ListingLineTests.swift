import POP3
import Testing

@Suite struct ListingLineTests {
  @Test(arguments: [
    ("2 320", 2, 320 as Int64?), ("0 0", 0, 0), ("7", 7, nil), ("7 #octets", 7, nil), ("7 -1", 7, nil),
    ("3\t 99  extra", 3, 99), ("1 4294967297", 1, 4_294_967_297), ("1 99999999999999999999", 1, nil),
    ("1 12octets", 1, nil),
  ])
  func `STAT gives a count, and octets where they are a number`(text: String, count: UInt32, octets: Int64?) {
    #expect(MaildropStatus(text: Array(text.utf8)) == MaildropStatus(count: count, octets: octets))
  }

  @Test(arguments: ["", "seven 1800662", "-1 5", "4294967296 1", "+7 1"])
  func `STAT without a count is no status`(text: String) {
    #expect(MaildropStatus(text: Array(text.utf8)) == nil)
  }

  @Test(arguments: [
    ("1 1024", 1, 1_024 as Int64?), ("  2 \t 2048  ", 2, 2_048), ("+OK 3 5", 3, 5), ("7", 7, nil),
    ("7 ten-twenty-four", 7, nil), ("7 -1", 7, nil), ("7 8589934592", 7, 8_589_934_592),
    ("7 18446744073709551616", 7, nil), ("4294967295 1 more", 4_294_967_295, 1),
  ])
  func `LIST gives a number and a size`(line: String, value: UInt32, octets: Int64?) {
    let listing = ScanListing(line: Array(line.utf8).span.bytes)
    #expect(listing == ScanListing(number: number(value), octets: octets))
  }

  @Test(arguments: ["", "   ", "0 5", "-1 5", "x 5", "4294967296 5", "+OK", "1,5 7", "1x 7"])
  func `a line without a message number is dropped`(line: String) {
    let scan = ScanListing(line: Array(line.utf8).span.bytes)
    let uniqueID = UniqueIDListing(line: Array(line.utf8).span.bytes)
    #expect(scan == nil && uniqueID == nil)
  }

  @Test(arguments: [
    ("1 whqtswO00WBw418f9t5JxYwZ", "whqtswO00WBw418f9t5JxYwZ" as String?), ("1    a", "a"),
    ("1\t\ta \t", "a"),
    ("+OK 1 a", "a"), ("1 a b/../c", "a b/../c"), ("1", nil), ("1   ", nil), ("1 ü\u{1}", "ü\u{1}"),
    ("1 " + String(repeating: "u", count: 300), String(repeating: "u", count: 300)),
  ])
  func `UIDL gives a number and whatever the server calls the message`(line: String, uid: String?) {
    let listing = UniqueIDListing(line: Array(line.utf8).span.bytes)
    #expect(listing == UniqueIDListing(number: number(1), uid: uid.map { UniqueID(Array($0.utf8)) }))
  }

  @Test(arguments: [
    ("1 101", "101" as String?), ("101", "101"), ("abc def", "abc def"), ("1", nil), ("", nil),
    ("  1 \t x ", "x"),
    ("-1", "-1"), ("0", "0"),
  ])
  func `an answer to UIDL n may leave the number out`(text: String, uid: String?) {
    let listing = UniqueIDListing(text: Array(text.utf8), asked: number(1))
    #expect(listing == UniqueIDListing(number: number(1), uid: uid.map { UniqueID(Array($0.utf8)) }))
  }

  @Test func `an answer about another message is no answer`() {
    #expect(UniqueIDListing(text: Array("99 101".utf8), asked: number(1)) == nil)
  }

  @Test func `a unique-id keeps octets that are no text, and is shown escaped`() {
    let listing = UniqueIDListing(line: ([49, 32] as [UInt8] + [0, 255, 128, 97]).span.bytes)
    #expect(listing?.uid?.bytes == [0, 255, 128, 97])
    #expect(listing?.uid?.printable == "\\x00\\xFF\\x80a")
  }
}
