import TestFiles

/// What lies in an archive after a soak, by what its files say.
package struct SoakArchive {
  let path: String

  package init(path: String) { self.path = path }

  /// How the files of an account differ from the messages with these numbers; nil: they do not.
  package func difference(_ account: String, from delivered: [Int]) throws -> String? {
    var found: [Int: Int] = [:]
    for folder in ["new", "cur"] {
      let place = "\(path)/accounts/\(account)/\(folder)"
      for name in try folderNames(place) {
        guard let number = Self.number(try readFile("\(place)/\(name)")) else {
          return "\(account): \(name) is no message that was delivered"
        }
        found[number, default: 0] += 1
      }
    }
    let lost = delivered.filter { found[$0] == nil }
    let doubled = found.filter { $0.value > 1 }.keys
    let foreign = Set(found.keys).subtracting(delivered)
    if lost.isEmpty, doubled.isEmpty, foreign.isEmpty { return nil }
    return "\(account): \(lost.count) of \(delivered.count) messages lost, \(doubled.count) there twice, "
      + "\(foreign.count) of others"
  }

  private static func number(_ content: [UInt8]) -> Int? {
    String(decoding: content.prefix(1_000), as: UTF8.self).firstMatch(of: /Message-ID: <(\d+)\.bench@/)
      .flatMap { Int($0.output.1) }
  }
}
