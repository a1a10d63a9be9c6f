package import InternetMessage

/// The name that the file of an attachment gets, whatever the sender called it.
///
/// It is one component of a path on any file system, shows what it is, and is no hidden file and no option of a command:
/// nothing in it leads out of the folder that the person named.
package struct AttachmentName: Sendable, Hashable {
  private let stem: String
  /// With its dot; empty where there is none.
  private let ending: String

  /// Octets of a whole name at most, a counter among them.
  static let limit = 200

  package init(_ part: MessagePart) {
    let given = Self.harmless(part.filename ?? "")
    let name =
      given.isEmpty ? "part-\(part.path.isEmpty ? "1" : part.path)\(Self.ending(of: part.type))" : given
    let dot = name.lastIndex(of: ".") ?? name.endIndex
    // What is longer is no ending that a program goes by.
    let isEnding = dot > name.startIndex && name[dot...].utf8.count <= 16
    ending = isEnding ? String(name[dot...]) : ""
    let stem = isEnding ? String(name[..<dot]) : name
    self.stem = Self.isReserved(stem) ? "_\(stem)" : stem
  }

  /// The name; with `counter` above 1, where the same name is taken: `report-2.pdf`.
  package func text(counter: Int = 1) -> String {
    let tail = (counter > 1 ? "-\(counter)" : "") + ending
    return Self.cut(stem, octets: Self.limit - tail.utf8.count) + tail
  }

  /// `name` without folders, and without what a file system, a shell or a terminal makes something else of.
  private static func harmless(_ name: String) -> String {
    // Both kinds of slash part folders, whoever wrote the message.
    let last = name.unicodeScalars.split { $0 == "/" || $0 == "\\" }.last.map { String($0) } ?? ""
    var safe = ""
    for scalar in TerminalText.line(last).unicodeScalars {
      let isForbidden = scalar == "\u{FFFD}" || "<>:\"|?*".unicodeScalars.contains(scalar)
      safe.unicodeScalars.append(isForbidden ? "_" : scalar)
    }
    let trimmed = safe.drop { $0 == "." || $0.isWhitespace }
    var text = String(trimmed)
    while let end = text.last, end == "." || end.isWhitespace { text.removeLast() }
    if text.hasPrefix("-") || text.hasPrefix("~") { text = "_" + text.dropFirst() }
    return text.allSatisfy({ $0 == "_" }) ? "" : text
  }

  /// Names of devices, which Windows does not let a file have, whatever its ending.
  private static func isReserved(_ stem: String) -> Bool {
    let name = stem.prefix { $0 != "." }.uppercased()
    if ["CON", "PRN", "AUX", "NUL"].contains(name) { return true }
    return name.count == 4 && (name.hasPrefix("COM") || name.hasPrefix("LPT")) && name.last?.isNumber == true
  }

  private static func cut(_ text: String, octets: Int) -> String {
    var cut = ""
    var left = octets
    for character in text {
      left -= character.utf8.count
      if left < 0 { break }
      cut.append(character)
    }
    return cut
  }

  private static func ending(of type: ContentType) -> String { endings[type.name] ?? "" }

  private static let endings = [
    "application/gzip": ".gz", "application/json": ".json", "application/msword": ".doc",
    "application/pdf": ".pdf",
    "application/pgp-encrypted": ".asc", "application/pgp-keys": ".asc", "application/pgp-signature": ".asc",
    "application/pkcs7-mime": ".p7m", "application/pkcs7-signature": ".p7s", "application/rtf": ".rtf",
    "application/xml": ".xml", "application/zip": ".zip", "audio/mpeg": ".mp3", "audio/wav": ".wav",
    "image/bmp": ".bmp", "image/gif": ".gif", "image/heic": ".heic", "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/svg+xml": ".svg", "image/tiff": ".tif", "image/webp": ".webp", "message/rfc822": ".eml",
    "text/calendar": ".ics", "text/csv": ".csv", "text/html": ".html", "text/plain": ".txt",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf", "text/xml": ".xml", "video/mp4": ".mp4", "video/mpeg": ".mpg",
  ]
}
