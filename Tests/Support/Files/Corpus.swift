import Glibc

/// The public test corpus beside the project: real and broken messages, and POP3 dialogues.
///
/// Where it is missing, tests that read it have nothing to run on; in CI (`CI=true`) that is a failure.
package enum Corpus {
  /// One message of the corpus: its path below the corpus folder, and its bytes as they are kept there.
  package struct Message: Sendable, CustomStringConvertible {
    package let name: String
    package let lineEnds: String
    package let path: String
    package var description: String { name }
    package func bytes() throws -> [UInt8] { try readFile(path) }

    /// The bytes as a server sends them: files kept with LF get CRLF, all others go as they are.
    package func wire() throws -> [UInt8] {
      let kept = try bytes()
      return lineEnds == "lf" ? LineEnds.crlf(kept) : kept
    }
  }

  /// The corpus folder, or nil where the machine has none.
  package static let folder: String? = locate("corpus")

  /// The folder of expected results, or nil where the machine has none.
  package static let oracles: String? = locate("corpus-oracles")

  /// True where tests must fail, not pass in silence, when the corpus is missing.
  package static var isRequired: Bool { getenv("CI").map { String(cString: $0) } == "true" }

  /// Every `.eml` of the manifest, in its order; empty where there is no corpus.
  package static func messages() throws -> [Message] {
    guard let folder else { return [] }
    let manifest = String(decoding: try readFile("\(folder)/MANIFEST.tsv"), as: UTF8.self)
    return manifest.split(separator: "\n").dropFirst().compactMap { line in
      let columns = line.split(separator: "\t", omittingEmptySubsequences: false)
      guard columns.count > 6, columns[1] == "msg" else { return nil }
      return Message(
        name: String(columns[0]), lineEnds: String(columns[6]), path: "\(folder)/\(columns[0])")
    }
  }

  private static func locate(_ name: String) -> String? {
    let project = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let path = "/\(project)/../shared/\(name)"
    return access(path, R_OK) == 0 ? path : nil
  }
}
