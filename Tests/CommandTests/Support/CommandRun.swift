import FoundationEssentials
import Testing

/// What came of one run of the program.
struct CommandRun: CustomStringConvertible {
  /// The exit code, or 128 and the number of the signal that ended it.
  let status: Int32
  /// Standard output.
  let output: String
  /// Standard error.
  let errors: String

  /// The most memory that it held at a time, in octets, as far as that was seen.
  let peakMemory: Int64

  /// True where the kernel has written its memory somewhere.
  let hasLeftCore: Bool

  var description: String { "exit code \(status)\noutput: \(output)\nerrors: \(errors)" }

  var outputLines: [String] { output.split(separator: "\n").map(String.init) }
  var errorLines: [String] { errors.split(separator: "\n").map(String.init) }

  /// The document on standard output.
  func json(sourceLocation: SourceLocation = #_sourceLocation) throws -> JSONText {
    do { return try JSONDecoder().decode(JSONText.self, from: Data(output.utf8)) } catch {
      Issue.record("no JSON document: \(self)", sourceLocation: sourceLocation)
      throw error
    }
  }

  /// Expects exit code 0.
  @discardableResult
  func succeeds(sourceLocation: SourceLocation = #_sourceLocation) -> CommandRun {
    #expect(status == 0, "\(self)", sourceLocation: sourceLocation)
    return self
  }

  /// Expects this exit code and one line on standard error, a sentence or two that hold all of `words`.
  @discardableResult
  func fails(_ code: Int32, _ words: String..., sourceLocation: SourceLocation = #_sourceLocation)
    -> CommandRun
  {
    #expect(status == code, "\(self)", sourceLocation: sourceLocation)
    #expect(errorLines.count == 1, "\(self)", sourceLocation: sourceLocation)
    let line = errorLines.first ?? ""
    let isSentence = line.hasPrefix("popkeep: ") && (line.hasSuffix(".") || line.hasSuffix("?"))
    #expect(isSentence, "\(line)", sourceLocation: sourceLocation)
    let isPlain =
      !line.contains(".. ") && !line.hasSuffix("..")
      && line.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F }
    #expect(isPlain, "\(line)", sourceLocation: sourceLocation)
    for word in words { #expect(line.contains(word), sourceLocation: sourceLocation) }
    return self
  }
}
