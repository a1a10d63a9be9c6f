import Settings
import TestFiles
import Testing

/// Broken text is refused, never a trap, and in bounded depth and time.
@Suite struct HostileTextTests {
  /// Parses without looking at the outcome: a trap would end the test run. True where it was refused.
  @discardableResult
  private func isRefused(_ bytes: [UInt8]) -> Bool {
    do {
      _ = try Configuration.parse(bytes, home: "/home/alice", folder: "/")
      return false
    } catch {
      let sentence = error.description
      #expect(!sentence.isEmpty && !sentence.utf8.contains { $0 < 32 || $0 == 127 })
      return true
    }
  }

  /// The sample without its comments, which hide the structure from mutations.
  private func sample() throws -> [UInt8] {
    let lines = try projectFile("sample-config.json").split(separator: "\n").map { line in
      line.firstRange(of: "//").map { line[..<$0.lowerBound] } ?? line
    }
    return Array(lines.map { String($0.filter { $0 != " " }) }.joined(separator: "\n").utf8)
  }

  @Test func `every prefix of the sample is refused`() throws {
    let sample = try sample()
    let end = try #require(sample.lastIndex(of: UInt8(ascii: "}")))
    for count in 0...end { #expect(isRefused(Array(sample[..<count]))) }
  }

  @Test func `no change of a single byte of the sample is a trap`() throws {
    let sample = try sample()
    let structural = Array("{}[]:,\"'\\/*.-0x~\n".utf8) + [0, 0x7F, 0xC3, 0xF0, 0xFF]
    for index in sample.indices {
      var changed = sample
      for byte in [structural[index % structural.count], UInt8(truncatingIfNeeded: index &* 167)] {
        changed[index] = byte
        isRefused(changed)
      }
      changed.remove(at: index)
      isRefused(changed)
    }
  }

  @Test(arguments: ["[", "{\"a\":", "[[],"])
  func `nesting without end is refused`(text: String) {
    let failure = refusal(of: String(repeating: text, count: 100_000))
    #expect(
      failure.contains("more than 32 levels of { and [ inside each other") || failure.contains("an account"),
      "\(failure)")
  }

  @Test func `one long line with many values is read in linear time`() {
    let many = "{ \"accounts\": [" + String(repeating: "1,", count: 200_000) + "] }"
    #expect(refusal(of: many).contains("\"archive\" is missing"))
  }
}
