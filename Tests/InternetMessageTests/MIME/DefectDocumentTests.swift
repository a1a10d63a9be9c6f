import InternetMessage
import TestFiles
import Testing

@Suite struct DefectDocumentTests {
  @Test func `docs/mime.md says what each defect is`() throws {
    let project = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let lines = String(decoding: try readFile("/\(project)/docs/mime.md"), as: UTF8.self)
      .split(separator: "\n").drop { $0 != "## Defects" }.dropFirst().prefix { !$0.hasPrefix("## ") }
    let documented = lines.filter { $0.hasPrefix("| `") }.map { String($0.dropFirst(3).prefix { $0 != "`" }) }
    #expect(documented == MessageDefect.allCases.map(\.rawValue))
  }
}
