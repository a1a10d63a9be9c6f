import ArgumentParser
import TestFiles

/// Makes the Maildir of an archive with generated mail, for `popkeep reindex` to take in.
struct MakeArchiveCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "make-archive",
    abstract: "Write generated mail into an archive's Maildir, for 'popkeep reindex'.")

  @Option(help: "How many messages.")
  var count = 100_000

  @Option(help: "A share of the usual length of texts.")
  var scale = 1.0

  @Argument(help: "The account's folder in the archive, which is there.")
  var folder: String

  func run() throws {
    var octets = 0
    let mail = SearchedMail(count: count, scale: scale)
    for number in 0..<count {
      let content = mail.content(number)
      octets += content.count
      try writeFile("\(folder)/new/\(Self.name(number, content, arrival: mail.arrival(number)))", content)
    }
    print("\(count) messages, \(octets) octets")
  }

  static func name(_ number: Int, _ content: [UInt8], arrival: Int) -> String {
    let alphabet = Array("abcdefghijklmnopqrstuvwxyz234567")
    var bits = UInt64(number) &* 0x9E37_79B9_7F4A_7C15
    let tag = String(
      (0..<16).map { place in
        if place == 8 { bits = UInt64(number) &* 0xBF58_476D_1CE4_E5B9 }
        bits = bits &* 31 &+ 7
        return alphabet[Int(bits >> 40 & 31)]
      })
    let wire = content.count + content.count { $0 == 10 }
    return "\(arrival).\(tag).popkeep,S=\(content.count),W=\(wire)"
  }
}
