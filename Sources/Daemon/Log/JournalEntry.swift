import Settings

/// One entry as systemd's journal takes it (Native Journal Protocol): `NAME=value` lines, values with a line end
/// as a length in 64 bits, little-endian.
package struct JournalEntry {
  package private(set) var bytes: [UInt8] = []

  init(_ line: LogLine, format: LogFormat) {
    append("MESSAGE", format == .json ? line.json : line.content)
    append("PRIORITY", "\(line.level.priority)")
    append("SYSLOG_IDENTIFIER", "popkeep")
    if let account = line.account { append("POPKEEP_ACCOUNT", account) }
    if let run = line.run { append("POPKEEP_RUN", "\(run)") }
    if let stage = line.stage { append("POPKEEP_STAGE", stage) }
    for (name, value) in line.fields { append("POPKEEP_\(Self.fieldName(name))", value) }
  }

  /// An entry without a field.
  package init() {}

  package mutating func append(_ name: String, _ value: String) {
    bytes += name.utf8
    if value.utf8.contains(0x0A) {
      bytes.append(0x0A)
      let count = UInt64(value.utf8.count)
      for shift in stride(from: 0, to: 64, by: 8) { bytes.append(UInt8(truncatingIfNeeded: count >> shift)) }
    } else {
      bytes.append(0x3D)
    }
    bytes += value.utf8
    bytes.append(0x0A)
  }

  /// The journal takes capital letters, digits and underscores.
  private static func fieldName(_ name: String) -> String {
    var known = ""
    for scalar in name.unicodeScalars {
      switch scalar {
      case "a"..."z", "A"..."Z", "0"..."9": known += scalar.properties.uppercaseMapping
      case _: known += "_"
      }
    }
    return known
  }
}
