import OpenSSL
import TestFiles
import Testing

/// The copy of an archive on a drive, read without popkeep.
struct CopyOnDrive {
  let path: String
  /// The messages, by their paths below the copy.
  let messages: [String: [UInt8]]

  init(_ path: String) throws {
    self.path = path
    var messages: [String: [UInt8]] = [:]
    for file in try FileTree.files(below: path) where file.hasSuffix(".eml") {
      messages[file] = try readFile("\(path)/\(file)")
    }
    self.messages = messages
  }

  /// The lines of a folder's `SHA256SUMS`, by name; none where there is no such file.
  func manifest(_ folder: String) throws -> [String: String] {
    var hashes: [String: String] = [:]
    guard FileTree.exists("\(path)/\(folder)/SHA256SUMS") else { return hashes }
    for line in String(decoding: try readFile("\(path)/\(folder)/SHA256SUMS"), as: UTF8.self).split(
      separator: "\n")
    {
      let parts = line.split(separator: " ", maxSplits: 1)
      hashes[String(parts[1].dropFirst())] = String(parts[0])
    }
    return hashes
  }

  /// Each of the messages is there once, byte for byte, each list tells what is in its folder and nothing else, and no
  /// file in the making is left.
  func expectExactly(_ mailbox: [Offered], sourceLocation: SourceLocation = #_sourceLocation) throws {
    #expect(
      messages.values.map { Hash.sha256($0).hex }.sorted() == mailbox.map(\.hex).sorted(),
      sourceLocation: sourceLocation)
    let folders = Set(messages.keys.map { $0.split(separator: "/").dropLast().joined(separator: "/") })
    for folder in folders {
      let there = messages.filter { $0.key.hasPrefix("\(folder)/") }
      let expected = Dictionary(
        uniqueKeysWithValues: there.map {
          (String($0.key.dropFirst(folder.utf8.count + 1)), Hash.sha256($0.value).hex)
        })
      #expect(try manifest(folder) == expected, sourceLocation: sourceLocation)
    }
    #expect(try folderNames("\(path)/.tmp").isEmpty, sourceLocation: sourceLocation)
  }
}
