import Testing

/// What docs/architecture.md allows each module to import.
struct ModuleTable {
  struct Row: Equatable {
    let ours: Set<String>
    let others: Set<String>
  }

  let modules: [String: Row]

  /// The standard library, open to every module.
  private static let standard: Set<String> = ["Swift", "Synchronization"]

  init() throws {
    let table = try #require(
      MarkdownTable(in: try Project.file("docs/architecture.md"), heading: ["layer", "module"]))
    modules = Dictionary(
      uniqueKeysWithValues: table.rows.map { row in
        (row[1].quoted.first ?? row[1], Row(ours: Self.names(row[3]), others: Self.names(row[4])))
      })
  }

  func allows(_ imported: String, in module: String) -> Bool {
    guard let row = modules[module] else { return false }
    return row.ours.contains(imported) || row.others.contains(imported) || Self.standard.contains(imported)
  }

  private static func names(_ cell: String) -> Set<String> {
    Set(cell.split(separator: ",").map(\.trimmed).filter { $0 != "–" && !$0.isEmpty })
  }
}
