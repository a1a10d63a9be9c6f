import TestFiles
import Testing

/// Counts how many opinions of another library are ours, and holds those that are not against a document.
struct Agreement {
  private struct Difference: Hashable {
    let message: String
    let field: String
  }

  /// The heading in the document under which the differences stand.
  let oracle: String

  /// The document: `docs/mime.md`.
  let document: String
  private var opinions: [Difference: (count: Int, differing: Int)] = [:]

  init(_ oracle: String, in document: String = "docs/mime.md") {
    self.oracle = oracle
    self.document = document
  }

  /// Compares one thing that a library says of a message with what is read here.
  mutating func compare<T: Equatable>(_ message: String, _ field: String, _ theirs: T, _ ours: T) {
    var found = opinions[Difference(message: message, field: field)] ?? (0, 0)
    found.count += 1
    if theirs != ours {
      found.differing += 1
      print(
        "\(message)\t\(field)\t\(String(describing: theirs).debugDescription)\t\(String(describing: ours).debugDescription)"
      )
    }
    opinions[Difference(message: message, field: field)] = found
  }

  /// At least 99 in 100 opinions are shared, but for those that the document says are wrong; and it lists each one that is
  /// not shared, and no other.
  func expectAsDocumented() throws {
    let documented = try DocumentedDifferences(under: oracle, in: document)
    let differing = opinions.filter { $0.value.differing > 0 }
    for difference in differing.keys {
      #expect(
        documented.reasons[difference.message + " " + difference.field] != nil,
        "\(document) does not say why \(difference.field) of \(difference.message) differ from \(oracle)")
    }
    let found = Set(differing.keys.map { $0.message + " " + $0.field })
    for name in documented.reasons.keys where !found.contains(name) {
      Issue.record("\(document) says that \(name) differ from \(oracle), and they do not")
    }
    let sound = opinions.filter { !documented.unsound.contains($0.key.message + " " + $0.key.field) }
    let count = sound.values.reduce(0) { $0 + $1.count }
    let shared = count - sound.values.reduce(0) { $0 + $1.differing }
    print(
      "\(oracle): \(shared) of \(count) agree; \(opinions.values.reduce(0) { $0 + $1.count } - count) are unsound"
    )
    #expect(count > 0)
    #expect(shared * 100 >= count * 99, "\(oracle): \(shared) of \(count)")
  }
}

/// The table of a document under one heading: `| message | field | right | why |`.
struct DocumentedDifferences {
  /// Why, by message and field.
  private(set) var reasons: [String: String] = [:]

  /// Those in which the other library is wrong, or does not speak of the message as it stands here.
  private(set) var unsound: Set<String> = []

  init(under heading: String, in document: String) throws {
    let project = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let lines = String(decoding: try readFile("/\(project)/\(document)"), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
    guard let start = lines.firstIndex(where: { $0 == "### \(heading)" }) else {
      Issue.record("\(document) has no heading \(heading)")
      return
    }
    for line in lines[(start + 1)...].prefix(while: { !$0.hasPrefix("#") }) where line.hasPrefix("| `") {
      let cells = line.split(separator: "|").map { $0.trimmingBlanks }
      try #require(cells.count == 4, "\(line)")
      let name = cells[0].filter { $0 != "`" } + " " + cells[1]
      try #require(["popkeep", "either"].contains(cells[2]) && !cells[3].isEmpty, "\(line)")
      reasons[name] = cells[3]
      if cells[2] == "popkeep" { unsound.insert(name) }
    }
  }
}

extension Substring {
  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
