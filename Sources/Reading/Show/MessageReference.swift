package import Archive
import MailIndex

/// What a person calls a message by.
package enum MessageReference: Sendable, Equatable {
  /// The first hexadecimal digits of the hash of its wire form, in lower case.
  case digits(String)
  /// Its Message-ID, without angle brackets.
  case messageID(String)
  case path(String)

  /// Digits are digits, angle brackets a Message-ID, a slash a path; else an `@` tells a Message-ID.
  package init(_ text: String) {
    let digits = text.lowercased()
    if digits.utf8.allSatisfy({ (48...57).contains($0) || (97...102).contains($0) }), digits.utf8.count <= 64
    {
      self = .digits(digits)
    } else if text.hasPrefix("<") {
      self = .messageID(QueryMeaning.unbracketed(text))
    } else if text.contains("/") || !text.contains("@") {
      self = .path(text)
    } else {
      self = .messageID(text)
    }
  }
}

/// Why a message was not found by its name.
package enum NamingFault: Error, Sendable, Equatable, CustomStringConvertible {
  case unknown(String)
  case tooShort(String)
  /// Several messages, not of the same content, have this name; by the digits that tell them apart.
  case ambiguous(String, [String])
  case noFile(String, String)

  package var description: String {
    switch self {
    case .unknown(let name): "The archive has no message \(TerminalText.line(name))."
    case .tooShort(let name):
      "\(TerminalText.line(name)) may be many messages: at least four digits of a message are needed."
    case .ambiguous(let name, let ids):
      "\(TerminalText.line(name)) is the name of several messages: "
        + "\(ids.prefix(10).joined(separator: ", "))\(ids.count > 10 ? ", …" : "")."
    case .noFile(let path, let reason): "Cannot read \(TerminalText.line(path)): \(reason)."
    }
  }
}

extension MessageSearch {
  /// The message that is meant; of one that is there several times, any of them.
  ///
  /// - Throws: `NamingFault`, and what the archive says.
  package mutating func message(_ name: String, in archive: Archive) throws -> FoundMessage {
    let found: [FoundMessage]
    switch MessageReference(name) {
    case .digits(let digits):
      guard digits.utf8.count >= 4 else { throw NamingFault.tooShort(name) }
      found = try messages(withHash: digits)
    case .messageID(let id): found = try messages(withMessageID: id)
    case .path(let path): found = try messages(at: path, in: archive)
    }
    guard let first = found.first else { throw NamingFault.unknown(name) }
    let hashes = Set(found.map(\.row.message.contentHash))
    if hashes.count > 1 {
      let length = try idLength(Array(hashes))
      throw NamingFault.ambiguous(name, hashes.map { String($0.hex.prefix(length)) }.sorted())
    }
    // One whose file is whole, where there are several.
    return found.first { $0.row.state == .stored } ?? first
  }

  /// The messages that the file at `path` holds, by its name where it is the archive's own, else by its content: as it
  /// came over the wire, or with LF line ends.
  private mutating func messages(at path: String, in archive: Archive) throws -> [FoundMessage] {
    if let found = try ownFile(path, in: archive) { return [found] }
    for hash in try FileHashes(of: path).both {
      let found = try messages(withHash: hash)
      if !found.isEmpty { return found }
    }
    return []
  }

  private mutating func ownFile(_ path: String, in archive: Archive) throws -> FoundMessage? {
    let name = path.split(separator: "/").last.map(String.init) ?? ""
    let base = String(name.prefix { $0 != ":" && $0 != ";" })
    guard let arrived = Int64(base.prefix { $0 != "." }) else { return nil }
    for account in try archive.asking({ try $0.accounts() }) where path.contains("/\(account.name)/") {
      let rows = try archive.asking { try $0.fileRows(account.id, [(arrived: arrived, base: base)]) }
      guard let row = rows.first ?? nil else { continue }
      return try messages(withHash: row.contentHash.hex).first { $0.row.id == row.id }
    }
    return nil
  }
}
