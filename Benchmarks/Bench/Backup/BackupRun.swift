import Glibc
import TestFiles
import TestServers

/// popkeep backup onto an empty ext4 beside cp and rsync of the same messages as files; then again with nothing new,
/// and with little.
struct BackupRun {
  let stage: Stage
  let rounds: Int

  static let usualCount = 100_000
  private static let new = 100

  private static let popkeep = "popkeep backup --no-verify"
  private static let verifying = "popkeep backup"
  private static let nothing = "popkeep backup, nothing new"
  private static let little = "popkeep backup, \(new) new"
  private static let copy = "cp, sync"
  private static let rsync = "rsync --fsync"
  private static let copyChecked = "cp, sync, sha256sum -c"

  static let aims = [
    Aim(numerator: copy, denominator: popkeep, bound: .atLeast(0.8)),
    Aim(numerator: rsync, denominator: popkeep, bound: .atLeast(0.8)),
    Aim(numerator: copyChecked, denominator: verifying, bound: .atLeast(0.8)),
  ]
  static let limits =
    [Limit(entrant: nothing, quantity: .wallTime, most: 0.3)]
    + [popkeep, verifying, nothing, little].map { Limit.memory($0) }

  func run() throws -> ([CaseReport.Line], Results) {
    let folder = "\(stage.folder)/backup"
    let mail = try CopiedMail(folder, count: stage.backedUp)
    // The mail, as much again for what a file costs, and room.
    let drive = try EmptyDrive(folder, megabytes: 512 + 2 * stage.backedUp * CopiedMail.octets / 1_000_000)
    let program = BackupProgram(tools: stage.tools, folder: folder, archive: mail.archive, drive: drive.path)
    var results = Results()
    for round in 0..<rounds {
      try race(round, mail, drive, program, &results)
    }
    try drive.remove()
    let names = [Self.popkeep, Self.copy, Self.rsync, Self.verifying, Self.copyChecked]
    let lines =
      names.map { CaseReport.Line(name: $0, messages: mail.count) }
      + [
        CaseReport.Line(name: Self.nothing, messages: 0),
        CaseReport.Line(name: Self.little, messages: Self.new),
      ]
    return (lines, results)
  }

  private func race(
    _ round: Int, _ mail: CopiedMail, _ drive: EmptyDrive, _ program: BackupProgram, _ results: inout Results
  ) throws {
    for (name, script) in scripts(mail, drive) {
      try drive.renew()
      results.note(try time(name, ["sh", "-c", script], round), of: name, round: round)
    }
    for (name, options) in [(Self.popkeep, ["--no-verify"]), (Self.verifying, [])] {
      try drive.renew()
      // A drive that was renewed is another drive.
      try program.add("round-\(round)\(options.first ?? "")")
      results.note(try back(up: mail.count, name, program, options, round), of: name, round: round)
    }
    results.note(try back(up: 0, Self.nothing, program, [], round), of: Self.nothing, round: round)
    try mail.add(Self.new)
    results.note(try back(up: Self.new, Self.little, program, [], round), of: Self.little, round: round)
  }

  /// What a careful person types. The last reads past the cache, as popkeep does.
  private func scripts(_ mail: CopiedMail, _ drive: EmptyDrive) -> [(name: String, script: String)] {
    let copy = "cp -r '\(mail.tree)' '\(drive.path)/' && sync -f '\(drive.path)'"
    let check =
      "find '\(drive.path)' -name SHA256SUMS -execdir sha256sum --quiet -c SHA256SUMS ';'"
    let rsync = (Self.rsync, "rsync -a --fsync '\(mail.tree)' '\(drive.path)/'")
    return [(Self.copy, copy)] + (ChildProcess.locate("rsync") == nil ? [] : [rsync])
      + [(Self.copyChecked, "\(copy) && echo 3 >/proc/sys/vm/drop_caches && \(check)")]
  }

  private func time(_ name: String, _ words: [String], _ round: Int) throws -> Measurement {
    let (measurement, output) = try stage.stopwatch.time(
      words, name: "backup-\(name.filter { $0.isLetter })-\(round + 1)")
    guard measurement.status == 0 else {
      throw BenchFailure("\(name) ended with \(measurement.status): \(output.suffix(2_000))")
    }
    return measurement
  }

  private func back(
    up expected: Int, _ name: String, _ program: BackupProgram, _ options: [String], _ round: Int
  ) throws -> Measurement {
    let (measurement, output) = try stage.stopwatch.time(
      program.command(options), name: "backup-\(name.filter { $0.isLetter })-\(round + 1)")
    guard measurement.status == 0, BackupProgram.copied(output) == expected else {
      throw BenchFailure(
        "\(name) ended with \(measurement.status) and was to copy \(expected): \(output.suffix(2_000))")
    }
    return measurement
  }
}
