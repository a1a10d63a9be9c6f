/// A table of a Markdown document: the cells of its rows, the heading left out.
struct MarkdownTable {
  let rows: [[String]]

  /// The first table of `file` whose heading begins with the given cells; nil where there is none.
  init?(in file: Project.TextFile, heading: [String]) {
    let tables = file.lines.map(Self.cells)
    guard let start = tables.firstIndex(where: { $0?.starts(with: heading) == true }) else { return nil }
    rows = tables[(start + 1)...].prefix { $0 != nil }.compactMap(\.self).filter { row in
      !row.allSatisfy { $0.allSatisfy { "-: ".contains($0) } }
    }
  }

  private static func cells(_ line: String) -> [String]? {
    let line = line.trimmed
    guard line.hasPrefix("|"), line.hasSuffix("|"), line.count > 1 else { return nil }
    return line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false).map(\.trimmed)
  }
}
