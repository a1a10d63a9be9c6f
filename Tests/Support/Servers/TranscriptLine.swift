import DemoServer
import POP3

/// One line of a transcript, read.
enum TranscriptLine {
  /// The step that `line` stands for; nil when it is none.
  static func action(_ line: Substring) -> Transcript.Action? {
    if line.hasPrefix("!") { return directive(line.dropFirst().split(separator: " ")) }
    guard let colon = line.firstIndex(of: ":") else { return nil }
    let after = line[line.index(after: colon)...]
    let text = after.hasPrefix(" ") ? after.dropFirst() : after
    let head = line[..<colon].split(separator: "*", omittingEmptySubsequences: false)
    guard head.count == 1 || head.count == 2, let times = head.count == 1 ? 1 : Int(head[1]) else {
      return nil
    }
    switch head[0] {
    case "S": return .send(template(Array(text.utf8) + [13, 10], times))
    case "S-": return octets(text).map { .send(template($0, times)) }
    case "S64":
      return Base64.decode(Array(text.utf8)).map { .send(Transcript.Template(parts: [$0], times: times)) }
    case "C": return .expect(pattern: String(text), times: times)
    default: return nil
    }
  }

  private static func directive(_ words: [Substring]) -> Transcript.Action? {
    switch (words.first, words.count) {
    case ("tls", 1): .startTLS
    case ("end", 1): .awaitEnd
    case ("stall", 1): .stall
    case ("close", 1): .end(.close)
    case ("drop", 1): .end(.drop)
    case ("reset", 1): .end(.reset)
    case ("pieces", 2): Int(words[1]).flatMap { $0 > 0 ? .pieces($0) : nil }
    case ("pause", 2): Int32(words[1]).flatMap { $0 >= 0 ? .pause(milliseconds: $0) : nil }
    default: nil
    }
  }

  private static func template(_ octets: [UInt8], _ times: Int) -> Transcript.Template {
    var parts: [[UInt8]] = [[]]
    var rest = octets[...]
    let mark = Array("{n}".utf8)
    while !rest.isEmpty {
      if rest.starts(with: mark) {
        parts.append([])
        rest = rest.dropFirst(mark.count)
      } else {
        parts[parts.count - 1].append(rest.removeFirst())
      }
    }
    return Transcript.Template(parts: parts, times: times)
  }

  /// The octets of a text with escapes; nil where an escape is none.
  private static func octets(_ text: Substring) -> [UInt8]? {
    var octets: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let octet = rest.popFirst() {
      guard octet == UInt8(ascii: "\\") else {
        octets.append(octet)
        continue
      }
      switch rest.popFirst() {
      case UInt8(ascii: "r"): octets.append(13)
      case UInt8(ascii: "n"): octets.append(10)
      case UInt8(ascii: "t"): octets.append(9)
      case UInt8(ascii: "0"): octets.append(0)
      case UInt8(ascii: "\\"): octets.append(UInt8(ascii: "\\"))
      case UInt8(ascii: "x"):
        guard let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
          return nil
        }
        octets.append(value)
        rest = rest.dropFirst(2)
      default: return nil
      }
    }
    return octets
  }
}
