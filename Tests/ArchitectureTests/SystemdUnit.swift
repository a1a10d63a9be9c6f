/// A unit file of packaging/systemd: its settings, in order.
struct SystemdUnit: Sendable, CustomStringConvertible {
  struct Setting: Sendable, Hashable {
    let key: String
    let value: String
  }

  let file: Project.TextFile
  let settings: [Setting]

  var description: String { file.path }
  var isService: Bool { file.name.hasSuffix(".service") }

  /// All units for the manager of the system, or those for a person's.
  static func all(of folder: String = "packaging/systemd") throws -> [SystemdUnit] {
    try Project.files(below: folder).filter { file in
      file.path == "\(folder)/\(file.name)" && [".service", ".timer"].contains(where: file.name.hasSuffix)
    }.map(SystemdUnit.init)
  }

  private init(file: Project.TextFile) {
    self.file = file
    settings = file.lines.compactMap(Self.setting)
  }

  subscript(key: String) -> String? { settings.last { $0.key == key }?.value }

  /// What stands below the comment that opens with "# Hardening", up to the next section.
  var hardening: Set<Setting> {
    let below = file.lines.drop { !$0.hasPrefix("# Hardening") }
    return Set(below.prefix { !$0.hasPrefix("[") }.compactMap(Self.setting))
  }

  private static func setting(_ line: String) -> Setting? {
    guard !line.hasPrefix("#"), !line.hasPrefix("["), let sign = line.firstIndex(of: "=") else { return nil }
    return Setting(key: String(line[..<sign]), value: String(line[sign...].dropFirst()))
  }
}
