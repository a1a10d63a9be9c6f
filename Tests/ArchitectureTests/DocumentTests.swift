import Testing

@Suite struct DocumentTests {
  @Test func `every promise names tests that exist`() throws {
    let table = try #require(
      MarkdownTable(in: try Project.file("docs/promises.md"), heading: ["", "promise"]))
    let tests = try TestNames.all()
    #expect(table.rows.map { $0[0] } == (1...9).map { "P\($0)" })
    for row in table.rows {
      let named = row[2].quoted
      #expect(!named.isEmpty, "\(row[0]) names no test")
      #expect(!row[2].contains("(pending)"), "\(row[0]) waits for a test")
      #expect(named.filter { !tests.contains($0) } == [], "\(row[0]) names tests that do not exist")
    }
  }

  @Test func `every behaviour of docs/server-quirks.md names tests that exist`() throws {
    let document = try Project.file("docs/server-quirks.md")
    let tests = try TestNames.all()
    var numbers: [Int] = []
    for line in document.lines where line.contains(/^\| \d+ \|/) {
      let cells = line.split(separator: "|").map(\.trimmed)
      numbers.append(Int(cells[0]) ?? 0)
      try #require(cells.count == 4, "row \(cells[0])")
      #expect(!cells[3].contains("—") && !cells[3].quoted.isEmpty, "row \(cells[0]) names no test")
      #expect(
        cells[3].quoted.filter { !tests.contains($0) } == [], "row \(cells[0]) names tests that do not exist")
    }
    #expect(numbers == Array(1...39))
  }

  @Test func `every server that the tests run has a row in docs/server-quirks.md, with tests that exist`()
    throws
  {
    let kinds = try Project.file("Tests/Support/Servers/Enclosed/ServerKind.swift").text
    let names = kinds.matches(of: /case \w+ = "([^"]+)"/).map { String($0.output.1) }
    let table = try #require(
      MarkdownTable(in: try Project.file("docs/server-quirks.md"), heading: ["server", "version"]))
    #expect(table.rows.map { $0[0] } == ["Dovecot"] + names)
    let tests = try TestNames.all()
    for row in table.rows {
      let quoted = try #require(row.last).quoted
      #expect(!quoted.isEmpty && quoted.allSatisfy(tests.contains), "\(row[0])")
    }
  }

  @Test func `every link between documents leads somewhere`() throws {
    let documents = try Project.files(below: "", ending: ".md")
    try #require(documents.count > 5)
    for document in documents {
      let folder = document.path.split(separator: "/").dropLast().joined(separator: "/")
      for link in document.text.matches(of: /\]\(([^)\s]+)\)/).map({ String($0.output.1) }) {
        guard !link.contains("://"), !link.hasPrefix("mailto:") else { continue }
        let parts = link.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
        let path = parts[0].isEmpty ? document.path : resolve(parts[0], in: folder)
        try #require(Project.exists(path), "\(document.path): \(link)")
        guard parts.count > 1 else { continue }
        let anchors = anchors(of: try Project.file(path))
        #expect(anchors.contains(parts[1]), "\(document.path): \(link)")
      }
    }
  }

  private func resolve(_ link: String, in folder: String) -> String {
    var path = folder.split(separator: "/")
    for part in link.split(separator: "/") where part != "." {
      if part == ".." { path.removeLast() } else { path.append(part) }
    }
    return path.joined(separator: "/")
  }

  /// The anchors that the headings of a document have on code hosting sites.
  private func anchors(of document: Project.TextFile) -> Set<String> {
    Set(
      document.lines.filter { $0.hasPrefix("#") }.map { heading in
        heading.drop { $0 == "#" }.trimmed.lowercased()
          .filter { $0.isLetter || $0.isNumber || "-_ ".contains($0) }
          .replacing(" ", with: "-")
      })
  }
}
