import TestFiles

/// Mail as an archive of many years has it: people, threads, text, HTML beside it, attachments.
package struct SearchedMail {
  private let words = WordSource()
  private static let people = 800

  /// When the first message arrived, and how much later each next one, in seconds since 1970 UTC.
  private static let start = 1_100_000_000
  private let interval: Int
  /// A share of the usual length of texts.
  private let scale: Double

  /// - Parameter count: messages that fill the same twenty years.
  package init(count: Int, scale: Double = 1) {
    interval = max(1, 630_000_000 / max(1, count))
    self.scale = scale
  }

  func word(rank: Int) -> String { words.word(rank: rank) }

  package func arrival(_ number: Int) -> Int { Self.start + number * interval }

  /// Message `number` with LF line ends, and how many octets of it are text for a person.
  package func message(_ number: Int) -> (content: [UInt8], text: Int) {
    var random = SeededRandom(seed: UInt64(number) &* 0x5851_F42D_4C95_7F2D &+ 17)
    var message = header(number, &random)
    let length = Int(Double(30 + min(2_400, Int(-270 * Self.logarithm(&random)))) * scale)
    let text =
      switch random.below(20) {
      case 0..<11: text(length, &message, &random)
      case 11..<18: alternative(length, &message, &random)
      case _: attachment(length, number, &message, &random)
      }
    return (message, text)
  }

  private static func logarithm(_ random: inout SeededRandom) -> Double {
    // ln(x) for x in (0, 1], as exact as a length needs.
    let value = Double(1 + random.below(1 << 20)) / Double(1 << 20)
    let exponent = value.exponent
    let fraction = value.significand - 1
    return Double(exponent) * 0.693_147 + fraction - fraction * fraction / 2 + fraction * fraction * fraction
      / 4
  }

  private func header(_ number: Int, _ random: inout SeededRandom) -> [UInt8] {
    let (from, to) = (Self.skewed(&random), Self.skewed(&random))
    let date = Self.date(arrival(number))
    // Two of three answer one of the last messages.
    let isAnswer = random.below(3) > 0 && number > 20
    let parent = number - 1 - random.below(20)
    var subject: [UInt8] = []
    var topic = SeededRandom(seed: UInt64(isAnswer ? parent : number))
    words.append(3 + topic.below(5), to: &subject, &topic)
    let title = String(decoding: subject, as: UTF8.self).filter { !$0.isNewline }
    return Array(
      """
      Return-Path: <person\(from)@example\(from % 40).net>
      Received: from mx.example.net (mx.example.net [192.0.2.\(from % 250)]) by pop.example.org
      \twith ESMTPS id \(String(random.next(), radix: 36)); \(date)
      DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=example\(from % 40).net; s=2020;
      \th=from:to:subject:date; bh=\(String(random.next(), radix: 36))\(String(random.next(), radix: 36))=;
      \tb=\(String(random.next(), radix: 36))\(String(random.next(), radix: 36))\(String(random.next(), radix: 36))
      Date: \(date)
      From: \(words.word(rank: 300 + from)) \(words.word(rank: 2_000 + from)) <person\(from)@example\(from % 40).net>
      To: \(words.word(rank: 300 + to)) \(words.word(rank: 2_000 + to)) <person\(to)@example\(to % 40).net>
      Subject: \(isAnswer ? "Re: " : "")\(title)
      Message-ID: <\(number).searched@example\(from % 40).net>
      \(isAnswer ? "In-Reply-To: <\(parent).searched@example.net>\nReferences: <\(parent).searched@example.net>\n" : "")\
      MIME-Version: 1.0

      """.utf8)
  }

  private static func skewed(_ random: inout SeededRandom) -> Int {
    min(random.below(people), random.below(people), random.below(people))
  }

  private func text(_ length: Int, _ message: inout [UInt8], _ random: inout SeededRandom) -> Int {
    message += Array("Content-Type: text/plain; charset=utf-8\n\n".utf8)
    let start = message.count
    words.append(length, to: &message, &random)
    return message.count - start
  }

  private func alternative(_ length: Int, _ message: inout [UInt8], _ random: inout SeededRandom) -> Int {
    var plain: [UInt8] = []
    words.append(length, to: &plain, &random)
    message += Array(
      """
      Content-Type: multipart/alternative; boundary="=_part"

      --=_part
      Content-Type: text/plain; charset=utf-8


      """.utf8)
    message += plain
    message += Array("--=_part\nContent-Type: text/html; charset=utf-8\n\n<html><body>\n".utf8)
    for line in plain.split(separator: 10) {
      message +=
        Array("<p style=\"margin:0;font-family:Arial,sans-serif\">".utf8) + line + Array("</p>\n".utf8)
    }
    message += Array("</body></html>\n--=_part--\n".utf8)
    return plain.count
  }

  private func attachment(
    _ length: Int, _ number: Int, _ message: inout [UInt8], _ random: inout SeededRandom
  )
    -> Int
  {
    message += Array(
      "Content-Type: multipart/mixed; boundary=\"=_mix\"\n\n--=_mix\nContent-Type: text/plain\n\n".utf8)
    let start = message.count
    words.append(length, to: &message, &random)
    let text = message.count - start
    let kind = ["pdf", "jpg", "docx"][random.below(3)]
    message += Array(
      """
      --=_mix
      Content-Type: application/octet-stream; name="\(words.word(rank: 500 + random.below(4_000)))-\(number).\(kind)"
      Content-Disposition: attachment
      Content-Transfer-Encoding: base64


      """.utf8)
    let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    for _ in 0..<Int(Double(random.below(520)) * scale) {
      var bits = random.next()
      for place in 0..<76 {
        if place % 10 == 0 { bits = random.next() }
        message.append(alphabet[Int(bits & 63)])
        bits >>= 6
      }
      message.append(10)
    }
    message += Array("--=_mix--\n".utf8)
    return text
  }

  /// `Mon, 2 Nov 2026 10:00:00 +0000`
  private static func date(_ seconds: Int) -> String {
    let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    let days = seconds / 86_400
    // Days since 0000-03-01.
    let shifted = days + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * month + 2) / 5 + 1
    let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
    let two = { (number: Int) in String(String(100 + number).dropFirst()) }
    return "\(weekdays[days % 7]), \(day) \(months[(month + 2) % 12]) \(year) "
      + "\(two(seconds / 3_600 % 24)):\(two(seconds / 60 % 60)):\(two(seconds % 60)) +0000"
  }
}
