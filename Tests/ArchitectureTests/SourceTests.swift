import Testing

@Suite struct SourceTests {
  /// Words that name no noun of the field.
  private static let vague: Set<String> = [
    "Util", "Utils", "Utility", "Utilities", "Helper", "Helpers", "Manager", "Managers", "Common", "Misc",
    "Impl", "Core", "Service", "Services",
  ]

  @Test(arguments: ["Sources", "Tests", "Benchmarks", "Fuzz/Fuzzers"])
  func `a file is named for its noun`(folder: String) throws {
    for file in try Project.files(below: folder, ending: ".swift") {
      let vague = words(of: file.name).intersection(Self.vague)
      #expect(vague.isEmpty, "\(file.path)")
    }
  }

  @Test(arguments: ["Sources", "Tests", "Benchmarks", "Fuzz/Fuzzers"])
  func `no file has more than 400 lines`(folder: String) throws {
    for file in try Project.files(below: folder, ending: ".swift") {
      #expect(file.lines.count <= 400, "\(file.path) has \(file.lines.count)")
    }
  }

  @Test func `concurrency goes unchecked nowhere but in OpenSSL and POP3Client`() throws {
    let allowed = ["Sources/OpenSSL/", "Sources/POP3Client/"]
    for file in try sources() where !allowed.contains(where: file.path.hasPrefix) {
      for line in file.code {
        let isUnchecked =
          line.text.contains("@unchecked Sendable") || line.text.contains("nonisolated(unsafe)")
        #expect(!isUnchecked, "\(file.path):\(line.number)")
      }
    }
  }

  @Test func `one line of Fetching deletes on a server`() throws {
    let calls = try Project.files(below: "Sources/Fetching", ending: ".swift").flatMap { file in
      file.code.filter { $0.text.contains(/[\w)\]?!]\.delete\(/) }.map { "\(file.path):\($0.number)" }
    }
    #expect(calls.count == 1, "\(calls)")
  }

  @Test func `only the executable asks what time it is`() throws {
    let clocks = ["Date()", "Date.now", "time(nil)", "gettimeofday(", "CLOCK_REALTIME"]
    for file in try sources() where !file.path.hasPrefix("Sources/popkeep/") {
      for line in file.code {
        let asks = clocks.contains(where: line.text.contains)
        #expect(!asks, "\(file.path):\(line.number)")
      }
    }
  }

  @Test func `no file names a folder of the machine it was written on`() throws {
    let folders = ["work", "farm", "opt/swift", "tmp/mini"].map { "/\($0)/" }
    for file in try Project.files(below: "") {
      for (index, line) in file.lines.enumerated() {
        for folder in folders {
          let isNamed = names(folder, in: line)
          #expect(!isNamed, "\(file.path):\(index + 1)")
        }
      }
    }
  }

  private func sources() throws -> [Project.TextFile] {
    let files = try Project.files(below: "Sources", ending: ".swift")
    try #require(!files.isEmpty)
    return files
  }

  /// `FileCalls+Retry.swift` → File, Calls, Retry.
  private func words(of name: String) -> Set<String> {
    var words: [String] = []
    for character in name.prefix(while: { $0 != "." }) {
      if character.isUppercase || words.isEmpty { words.append("") }
      if character.isLetter { words[words.count - 1].append(character) }
    }
    return Set(words)
  }

  /// True where `line` has `folder` as the beginning of a path, not in the middle of one.
  private func names(_ folder: String, in line: String) -> Bool {
    line.ranges(of: folder).contains { range in
      guard let before = line[..<range.lowerBound].last else { return true }
      return !(before.isLetter || before.isNumber || before == "_" || before == ".")
    }
  }
}
