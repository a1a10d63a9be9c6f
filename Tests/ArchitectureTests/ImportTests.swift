import Testing

@Suite struct ImportTests {
  @Test(arguments: ["Sources", "Benchmarks"])
  func `every import is in the table of docs/architecture.md`(folder: String) throws {
    let table = try ModuleTable()
    let files = try Project.files(below: folder, ending: ".swift")
    try #require(!files.isEmpty)
    for file in files {
      let module = String(file.path.split(separator: "/")[1])
      for imported in imports(of: file) {
        let isAllowed = table.allows(imported, in: module)
        #expect(isAllowed, "\(file.path) imports \(imported)")
      }
    }
  }

  @Test func `the table of docs/architecture.md and the package manifest name the same modules`() throws {
    let manifest = try PackageManifest()
    let folders = Set(try Project.files(below: "Sources").map { String($0.path.split(separator: "/")[1]) })
    let systemLibraries: Set = ["CExpat", "CGlibc", "CIDN", "COpenSSL", "CResolver", "CSQLite"]
    let documented = Set(try ModuleTable().modules.keys)
    let built = Set(manifest.dependencies.keys).filter { !$0.hasSuffix("Tests") && !$0.hasPrefix("Test") }
    #expect(documented == built.subtracting(systemLibraries))
    #expect(folders.isSubset(of: built), "a folder of Sources that nothing builds")
  }

  @Test func `a module depends on exactly what the table of docs/architecture.md says`() throws {
    let manifest = try PackageManifest()
    for (module, row) in try ModuleTable().modules {
      let built = manifest.dependencies[module] ?? []
      #expect(row.ours.union(row.others).subtracting(Self.undeclared) == built, "\(module)")
    }
  }

  /// Modules that come with the toolchain, or with another product.
  private static let undeclared: Set = ["Dispatch", "FoundationEssentials", "Glibc"]

  private func imports(of file: Project.TextFile) -> [String] {
    file.code.filter { $0.text.contains("import ") }.compactMap { line in
      let words = line.text.split(separator: " ").drop { $0.hasPrefix("@") || Self.levels.contains($0) }
      guard words.first == "import", words.count > 1 else { return nil }
      let path = Self.kinds.contains(words[words.startIndex + 1]) ? words.dropFirst(2) : words.dropFirst()
      return path.first.map { String($0.prefix { $0 != "." }) }
    }
  }

  private static let levels: Set<Substring> = ["public", "package", "internal", "fileprivate", "private"]
  private static let kinds: Set<Substring> = [
    "struct", "class", "enum", "protocol", "func", "var", "let", "typealias",
  ]
}
