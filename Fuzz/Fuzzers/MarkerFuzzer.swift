import Archive
import Glibc
import MailIndex
import SystemPackage

/// A marker of any octets: the archive is opened, or refused with a sentence.
enum MarkerFuzzer {
  private static let root: FilePath = {
    let root = FilePath("\(Scratch.path)/archive")
    do {
      try Archive.create(at: root, id: String(repeating: "0a", count: 16))
      try MailIndex.open(at: "\(root.string)/index.sqlite", mode: .writing, journal: .rollback).close()
    } catch { fatalError("no archive can be made: \(error)") }
    return root
  }()

  static func run(_ input: inout FuzzInput) throws {
    let marker = Array(input.rest)
    _ = root
    _ = Scratch.write(marker, to: "archive/.popkeep/archive.json")
    do {
      let archive = try Archive.open(root, for: .reading)
      demand(archive.marker.format == ArchiveMarker.format, "only a format that is known is opened")
      demand(archive.marker.id.utf8.count == 32, "an id has 32 digits")
      demand(marker.count <= 4_096 || marker.prefix(4_096).contains(125), "a marker is small")
      try archive.index.close()
    } catch let failure as ArchiveFailure {
      demand(
        failure.description.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control },
        "an error holds no control character")
    }
  }
}
