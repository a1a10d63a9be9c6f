import TestFiles

/// The project's own files, as these tests read them.
enum Project {
  /// A text file: its path from the project's folder, and its lines without their ends.
  struct TextFile: Sendable, CustomStringConvertible {
    let path: String
    let lines: [String]

    var description: String { path }
    var name: String { String(path.split(separator: "/").last ?? "") }
    var text: String { lines.joined(separator: "\n") }

    /// The lines that are not comments, each with its number from 1.
    var code: [(number: Int, text: String)] {
      lines.enumerated().compactMap { index, line in
        line.trimmed.hasPrefix("//") ? nil : (index + 1, line)
      }
    }
  }

  static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  /// The text file at `path`, from the project's folder.
  static func file(_ path: String) throws -> TextFile {
    let text = String(decoding: try readFile("\(root)/\(path)"), as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return TextFile(path: path, lines: lines.last == "" ? lines.dropLast() : lines)
  }

  /// All files below `folder` (empty: the project's own) whose name ends in `ending`, sorted by path.
  ///
  /// Build products and hidden folders are left out; `.ci` is read.
  static func files(below folder: String, ending: String = "") throws -> [TextFile] {
    try paths(below: folder).filter { $0.hasSuffix(ending) }.map(file)
  }

  static func exists(_ path: String) -> Bool { isThere("\(root)/\(path)") }

  private static func paths(below folder: String) throws -> [String] {
    let here = folder.isEmpty ? root : "\(root)/\(folder)"
    return try folderNames(here).flatMap { name -> [String] in
      guard !name.hasPrefix(".") || [".ci", ".swift-format", ".gitignore"].contains(name),
        name != "Package.resolved"
      else { return [] }
      let path = folder.isEmpty ? name : "\(folder)/\(name)"
      return isFolder("\(root)/\(path)") ? try paths(below: path) : [path]
    }
  }
}

extension StringProtocol {
  /// The text without blanks at either end.
  var trimmed: String {
    var rest = self[...]
    while let first = rest.first, first.isWhitespace { rest.removeFirst() }
    while let last = rest.last, last.isWhitespace { rest.removeLast() }
    return String(rest)
  }

  /// The texts between pairs of backticks.
  var quoted: [String] {
    split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .compactMap { index, part in index % 2 == 1 ? String(part) : nil }
  }
}
