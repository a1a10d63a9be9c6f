import Archive
import OpenSSL

/// A message as a server offers it.
struct Offered: Sendable, Equatable {
  let uid: String
  let wire: [UInt8]

  init(_ uid: String, _ wire: String) {
    self.uid = uid
    self.wire = Array(wire.utf8)
  }

  /// A small message with a number in it.
  ///
  /// - Parameter day: when it arrived: ten o'clock of that day.
  static func numbered(_ number: Int, day: String = "23 Nov 2023", uid: String? = nil) -> Offered {
    Offered(
      uid ?? "uid-\(number)",
      """
      Received: from a by b; \(day) 10:00:00 +0000\r
      From: Ann <ann@example.org>\r
      Subject: message \(number)\r
      \r
      text \(number)\r

      """)
  }

  /// One that is kept as it came, since it has a CR that no LF follows.
  static let bare = Offered(
    "bare", "Received: from a by b; 2 Jan 2024 00:00:01 +0000\r\nSubject: bare\r\n\r\na lone\rCR\r\n")

  var hex: String { Hash.sha256(wire).hex }
}
