import TestFiles

/// systemd-analyze, which reads unit files without a running systemd.
enum SystemdAnalyze {
  /// True where tests are to ask it: it is here and knows `--offline` (systemd 250), or this is CI, where that
  /// it does not is a failure.
  static let isExpected = isUsable || Corpus.isRequired

  private static let isUsable: Bool = {
    do {
      let help = try ShellCommand("systemd-analyze --help")
      return help.status == 0 && help.output.contains("--offline")
    } catch { return false }
  }()

  /// Ends with a status other than 0 where the exposure is worse than 2.0.
  static func security(_ unit: String) throws -> ShellCommand {
    try ShellCommand("systemd-analyze security --no-pager --offline=true --threshold=20 '\(unit)'")
  }

  /// Prints a line for whatever is wrong with the unit. What it says of other units of this machine is not ours.
  static func verify(_ unit: String, ofUser: Bool = false) throws -> ShellCommand {
    let folder = try TemporaryFolder()
    let manager = ofUser ? "XDG_RUNTIME_DIR='\(folder.path)' systemd-analyze --user" : "systemd-analyze"
    return try ShellCommand("\(manager) verify --man=no --recursive-errors=no '\(unit)'")
  }
}
