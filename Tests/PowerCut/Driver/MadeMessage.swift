import OpenSSL
import TestFiles

/// A message as it is put into the mailbox. Every line tells which message it belongs to, and where: a sector that
/// is another's shows.
struct MadeMessage {
  let number: Int
  let content: [UInt8]

  // Mail of new months keeps coming: where the archive has a folder for each, new folders are made all the time.
  private static let months = ["Jan", "May", "Sep"]

  /// SHA-256 of the wire form.
  var digest: SHA256Digest { Hash.sha256(LineEnds.crlf(content)) }

  init(_ number: Int, octets: Int) {
    self.number = number
    var text = """
      From: Bob <bob@example.org>
      To: alice@example.org
      Subject: Message \(number)
      Message-ID: <\(number)@example.org>
      Date: \(1 + number % 28) \(Self.months[number % 3]) \(1990 + number / 64) 09:\(10 + number % 50):00 +0000


      """
    // One in sixteen cannot be kept with LF line ends.
    if number % 16 == 3 { text += "a lone\rcarriage return\n" }
    var line = 0
    while text.utf8.count < octets {
      text += "message \(number), line \(line): .................................................\n.dot\n"
      line += 1
    }
    content = Array(text.utf8)
  }

  /// The number of a message by its header; nil where there is none.
  static func number(of content: [UInt8]) -> Int? {
    let head = String(decoding: content.prefix(400), as: UTF8.self)
    guard let start = head.firstRange(of: "Message-ID: <")?.upperBound else { return nil }
    return Int(head[start...].prefix { $0 != "@" })
  }
}
