/// Reads `drives`.
struct DriveDecoder {
  let place: FilePlace

  func drives(in top: Fields) throws(ConfigurationFailure) -> [DriveSettings] {
    guard let list = top.node("drives") else { return [] }
    guard case .array(let nodes) = list.value else {
      throw top.wrongType("drives", needs: "a list in [ ]", list)
    }
    var drives: [DriveSettings] = []
    var names = DistinctNames(of: "drive")
    for node in nodes {
      let fields = try Fields(node, of: "a drive", file: top.file, known: KnownKeys.drive)
      let drive = try drive(fields)
      try names.add(drive.name, of: fields)
      drives.append(drive)
    }
    return drives
  }

  private func drive(_ fields: Fields) throws(ConfigurationFailure) -> DriveSettings {
    guard let name = try fields.text("name") else {
      throw fields.failure("\"name\" is missing: the word that \"popkeep backup add\" gave the drive")
    }
    if let problem = AccountName.problem(with: name, because: "stands in commands and in figures") {
      throw fields.failure("\"name\": \(quoted(name)) \(problem)", at: fields.node("name"))
    }
    var drive = DriveSettings(name: name)
    if let backup = try fields.word("backup", DriveSettings.Backup.self) { drive.backup = backup }
    if let share = try fields.share("verify", upTo: 100) { drive.verify = share }
    if let hooks = try hooks(in: fields) { drive.hooks = hooks }
    return drive
  }

  private func hooks(in drive: Fields) throws(ConfigurationFailure) -> DriveHooks? {
    guard let node = drive.node("hooks") else { return nil }
    let fields = try Fields(node, of: "\"hooks\" of a drive", file: drive.file, known: KnownKeys.driveHooks)
    let decoder = UnattendedDecoder(place: place)
    var hooks = DriveHooks()
    hooks.onBackup = try decoder.hook("onBackup", in: fields)?.hook
    hooks.onFailure = try decoder.hook("onFailure", in: fields)?.hook
    guard let (hook, after) = try decoder.hook("onSilence", in: fields) else { return hooks }
    // A drive that lies in a drawer for a month may be as it should be: only its owner knows.
    guard let after else {
      throw fields.failure(
        "\"onSilence\" of a drive needs \"after\": write {\"after\": \"30d\", \"command\": […]}",
        at: fields.node("onSilence"))
    }
    hooks.onSilence = DriveHooks.Silence(hook, after: after)
    return hooks
  }
}
