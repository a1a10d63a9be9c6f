/// Where a message file is in a Maildir at the moment it was looked at.
///
/// A reader may move it from new to cur and change its flags at any time; `folder` and `base` stay.
public struct StoredFile: Hashable, Sendable {
  public enum Place: String, Sendable { case new, cur }

  /// `.` for the Maildir itself, `.2026` for a Maildir++ folder of it.
  public let folder: String
  public let place: Place
  /// The name up to the flags.
  public let base: String
  /// Flag letters (`S` seen, `T` trashed, …); nil where the name has none, as in new.
  public let flags: String?
  let separator: FlagSeparator

  public init(folder: String, place: Place, base: String, flags: String?, separator: FlagSeparator) {
    self.folder = folder
    self.place = place
    self.base = base
    self.flags = flags
    self.separator = separator
  }

  /// A file as a listing shows it: the flags follow the first `:2,` or `;2,`.
  init(listed name: String, folder: String, place: Place) {
    self.folder = folder
    self.place = place
    for separator in FlagSeparator.allCases {
      if let cut = Self.cut(name, at: separator) {
        (base, flags, self.separator) = (cut.base, cut.flags, separator)
        return
      }
    }
    (base, flags, separator) = (name, nil, .colon)
  }

  private static func cut(_ name: String, at separator: FlagSeparator) -> (base: String, flags: String)? {
    let bytes = name.utf8
    guard let index = bytes.firstIndex(of: separator.byte),
      bytes[index...].dropFirst().starts(with: "2,".utf8)
    else { return nil }
    return (String(name[..<index]), String(name[bytes.index(index, offsetBy: 3)...]))
  }

  /// The name as popkeep wrote it; nil: the file is somebody else's.
  public var name: MessageName? { MessageName(parsing: base) }

  /// The name in the file system.
  public var fileName: String { flags.map { "\(base)\(separator.rawValue)2,\($0)" } ?? base }

  /// The path below the Maildir.
  public var path: String {
    folder == "." ? "\(place.rawValue)/\(fileName)" : "\(folder)/\(place.rawValue)/\(fileName)"
  }

  var placeFolder: String { folder == "." ? place.rawValue : "\(folder)/\(place.rawValue)" }

  /// The owner has marked the message as deleted.
  public var isTrashed: Bool { flags?.utf8.contains(UInt8(ascii: "T")) ?? false }
}

/// What stands between a name and its flags: `:` where the file system takes it, else `;`.
public enum FlagSeparator: String, Sendable, CaseIterable {
  case colon = ":"
  case semicolon = ";"

  var byte: UInt8 {
    switch self {
    case .colon: UInt8(ascii: ":")
    case .semicolon: UInt8(ascii: ";")
    }
  }
}
