import FoundationEssentials

/// What makes a folder a drive's copy of an archive: `drive.json`.
package struct DriveMarker: Sendable, Equatable, Codable {
  /// The format that this version writes, and the highest that it reads.
  package static let format = 1
  static let fileName = "drive.json"
  static let limit = 4096

  package let format: Int
  /// 32 hexadecimal digits: a drive is known by this, wherever it is mounted.
  package let id: String
  /// The id of the archive that it holds copies of.
  package let archive: String
  /// What people call it.
  package let name: String

  package init(id: String, archive: String, name: String) {
    format = Self.format
    self.id = id
    self.archive = archive
    self.name = name
  }

  /// Nil where that is no marker.
  package init?(_ bytes: [UInt8]) {
    do { self = try JSONDecoder().decode(DriveMarker.self, from: Data(bytes)) } catch { return nil }
    guard format > 0, Self.isID(id), Self.isID(archive), Self.isName(name) else { return nil }
  }

  package var bytes: [UInt8] { JSONText.of(self) }

  package static func isID(_ text: String) -> Bool {
    text.utf8.count == 32
      && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }

  /// Letters, digits and a few signs, up to 64 of them, the first no dot: what is read from a drive meets terminals.
  package static func isName(_ name: String) -> Bool {
    (1...64).contains(name.utf8.count) && name.utf8.first != UInt8(ascii: ".")
      && name.utf8.allSatisfy { octet in
        switch octet {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"),
          UInt8(ascii: "@"), UInt8(ascii: "+"):
          true
        case _: false
        }
      }
  }

  /// `text` with what names may not have replaced.
  package static func name(from text: String) -> String {
    let characters = text.unicodeScalars.map { isName("a\($0)") ? Character($0) : "-" }
    let name = String(String(characters).drop { $0 == "." || $0 == "-" }.prefix(64))
    return name.isEmpty ? "drive" : name
  }
}

/// As a run of popkeep left the drive: `left.json`. It names the drive once more, in case that the marker is damaged.
package struct DriveState: Sendable, Equatable, Codable {
  static let fileName = "left.json"

  package let drive: DriveMarker
  /// Another one after each run, and from its begin to its end: what is as it was left has the same.
  package let stamp: String
  /// False: a run has begun and not ended.
  package let isFinished: Bool

  package init(drive: DriveMarker, stamp: String, isFinished: Bool) {
    self.drive = drive
    self.stamp = stamp
    self.isFinished = isFinished
  }

  /// Nil where that is no such state.
  package init?(_ bytes: [UInt8]) {
    do { self = try JSONDecoder().decode(DriveState.self, from: Data(bytes)) } catch { return nil }
    guard DriveMarker(drive.bytes) != nil, DriveMarker.isID(stamp) else { return nil }
  }

  package var bytes: [UInt8] { JSONText.of(self) }
}

/// What an archive remembers of a drive without its index.
package struct KnownDrive: Sendable, Equatable, Codable {
  package let id: String
  package let name: String
  /// Where its copy is, seen from the root of its file system.
  package let place: String
  /// The type of its file system.
  package let fileSystem: String

  package init(id: String, name: String, place: String, fileSystem: String) {
    self.id = id
    self.name = name
    self.place = place
    self.fileSystem = fileSystem
  }

  /// Nil where that is no such note.
  package init?(_ bytes: [UInt8]) {
    do { self = try JSONDecoder().decode(KnownDrive.self, from: Data(bytes)) } catch { return nil }
    let isInside = !place.split(separator: "/").contains("..") && !place.utf8.contains(0)
    guard DriveMarker.isID(id), DriveMarker.isName(name), isInside else { return nil }
  }

  package var bytes: [UInt8] { JSONText.of(self) }
}

/// A small value as the text of a JSON file.
enum JSONText {
  static func of(_ value: some Encodable) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do { return [UInt8](try encoder.encode(value)) + [10] } catch {
      // Texts and numbers always encode.
      preconditionFailure("\(error)")
    }
  }
}

/// 32 hexadecimal digits that nobody has drawn before.
enum NewID {
  static func draw() -> String {
    (0..<4).map { _ in
      let word = String(UInt32.random(in: 0 ... .max), radix: 16)
      return String(repeating: "0", count: 8 - word.count) + word
    }.joined()
  }
}
