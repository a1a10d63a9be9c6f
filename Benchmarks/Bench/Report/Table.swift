/// A table of text whose columns are as wide as their widest cell; also a table of Markdown.
package struct Table {
  private var rows: [[String]]

  package init(_ heading: [String]) { rows = [heading] }

  package mutating func add(_ row: [String]) { rows.append(row) }

  /// True where there is nothing below the heading.
  package var isEmpty: Bool { rows.count == 1 }

  package var text: String {
    let columns = rows.map(\.count).max() ?? 0
    let widths = (0..<columns).map { column in
      rows.map { $0.count > column ? $0[column].count : 0 }.max() ?? 0
    }
    let lines = rows.map { row in
      "| " + zip(row, widths).map { Self.padded($0, $1) }.joined(separator: " | ") + " |"
    }
    let rule = "|" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "|") + "|"
    return ([lines[0], rule] + lines.dropFirst()).joined(separator: "\n")
  }

  private static func padded(_ cell: String, _ width: Int) -> String {
    cell + String(repeating: " ", count: max(0, width - cell.count))
  }
}
