import Glibc

/// The message files of an account, read without popkeep.
package struct MessageFiles {
  package struct Entry: Sendable {
    /// The name up to the flags.
    package let base: String
    package let path: String

    /// The octets in wire form.
    package func wire() throws -> [UInt8] {
      let bytes = try readFile(path)
      return base.contains(",W=") ? LineEnds.crlf(bytes) : bytes
    }
  }

  package let all: [Entry]
  /// What lies in `tmp`, of the account and of its partition folders.
  package let temporary: [String]

  /// Reads the account's folder and the Maildir++ folders in it; an account that is not there has no messages.
  package init(account path: String) throws {
    let folders = access(path, F_OK) == 0 ? try folderNames(path).filter { $0.hasPrefix(".") } : []
    let roots = [path] + folders.map { "\(path)/\($0)" }
    all = try roots.flatMap { root in
      try ["new", "cur"].flatMap { place in
        try Self.names("\(root)/\(place)").map { name in
          let base = name.split(separator: ":", maxSplits: 1).first.map(String.init) ?? name
          return Entry(base: base, path: "\(root)/\(place)/\(name)")
        }
      }
    }
    temporary = try roots.flatMap { try Self.names("\($0)/tmp") }
  }

  private static func names(_ path: String) throws -> [String] {
    access(path, F_OK) == 0 ? try folderNames(path) : []
  }
}
