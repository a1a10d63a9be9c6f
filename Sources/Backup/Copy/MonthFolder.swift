// A month has one folder, and further ones where it has very many messages: FAT takes 65,536 entries in a folder, and a
// name as long as ours takes four of them.

import MailIndex
import Maildir
import SystemPackage

/// One month of one account on a drive, while messages are put into it.
final class MonthFolder {
  /// Messages that one folder holds at the most.
  static let most = 10_000

  /// A folder of the month, with its manifest.
  final class Part {
    let number: Int
    let folder: OpenFolder
    var manifest: Manifest
    /// The manifest in the making; nil: as it is on the drive.
    var temporary: String?
    var isChanged = false
    /// There is no manifest, or not all of it: files may be there that it does not tell of.
    let isListLost: Bool

    /// - Throws: where there is a manifest and it cannot be read: one that is written then would tell of what is new alone.
    init(_ number: Int, _ folder: OpenFolder) throws(FileFailure) {
      self.number = number
      self.folder = folder
      let bytes = try folder.contentsIfThere(of: Manifest.fileName, limit: Manifest.limit)
      manifest = bytes.map(Manifest.init(parsing:)) ?? Manifest()
      // A power cut leaves an empty file on some file systems.
      isListLost = bytes?.isEmpty ?? true || manifest.isDamaged
    }
  }

  let key: MonthKey
  private let year: OpenFolder
  private(set) var parts: [Part]

  /// - Parameters:
  ///   - isMade: made where it is missing; else nil where there is none.
  ///   - wholly: with all its parts, not the last alone.
  init?(_ key: MonthKey, in root: OpenFolder, isMade: Bool, wholly: Bool) throws {
    if isMade {
      year = try root.folderMade(key.account).folderMade(key.yearName)
    } else {
      guard let folder = try root.folderOrObstacle("\(key.account)/\(key.yearName)") else { return nil }
      year = folder
    }
    self.key = key
    var last = 1
    while try year.status(key.name(ofPart: last + 1))?.isFolder == true { last += 1 }
    if try !isMade && year.status(key.name(ofPart: 1))?.isFolder != true && last == 1 { return nil }
    parts = []
    for number in wholly ? 1...last : last...last {
      if let part = try isMade
        ? year.folderMade(key.name(ofPart: number)) : year.folderOrObstacle(key.name(ofPart: number))
      {
        parts.append(try Part(number, part))
      }
    }
  }

  /// Where the file of a message is that has this name and, as the manifest says, this content.
  func find(_ name: CopyName, _ hash: ContentHash) -> (part: Part, name: String)? {
    for part in parts {
      for choice in name.choices(for: hash) where part.manifest[choice.text] == hash {
        return (part, choice.text)
      }
    }
    return nil
  }

  /// The folder for one more message.
  func partWithRoom() throws -> Part {
    if let last = parts.last, last.manifest.count < Self.most { return last }
    let number = (parts.last?.number ?? 0) + 1
    let part = try Part(number, try year.folderMade(key.name(ofPart: number)))
    parts.append(part)
    return part
  }
}

extension MonthFolder.Part {
  /// The name for content that is new in this folder: the first that no other content has, as far as the manifest tells.
  ///
  /// - Parameter taken: names that something else has, whatever it is.
  func freeName(_ name: CopyName, _ hash: ContentHash, but taken: Set<String> = []) -> String {
    let choices = name.choices(for: hash).map(\.text)
    let free = choices.first { !taken.contains($0) && (manifest[$0] == nil || manifest[$0] == hash) }
    return free ?? choices[choices.count - 1]
  }

  /// The names of message files in the folder that the manifest does not have.
  func unlisted() throws -> [String] {
    var names: [String] = []
    try folder.forEachName { name in
      if manifest[name] == nil, CopyName(parsing: name) != nil { names.append(name) }
    }
    return names
  }
}
