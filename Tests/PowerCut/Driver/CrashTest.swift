import Glibc
import TestFiles
import TestServers

// usage: TestPowerCut POPKEEP TOOLS
//
// scripts/crash-test.sh builds what this needs and starts it in namespaces of its own: its mounts and processes end
// with it, however it ends. CUTS, FS and SEED are read from the environment.

@main struct CrashTest {
  private struct Usage: Error, CustomStringConvertible {
    let description: String
  }

  static func main() {
    do {
      try run()
    } catch {
      say("crash test: \(error)")
      exit(1)
    }
  }

  private static func run() throws {
    guard CommandLine.arguments.count == 3 else { throw Usage(description: "POPKEEP TOOLS") }
    let tools = CommandLine.arguments[2]
    let setting = Setting(
      server: try DovecotServer.start(users: []), program: CommandLine.arguments[1], disk: "\(tools)/disk",
      shim: "\(tools)/noflush.so", keep: tools)
    defer { setting.server.stop() }
    let seed = try number("SEED", UInt64.init) ?? UInt64.random(in: 0..<1_000_000_000)
    let cuts = try number("CUTS") { Int($0) }
    say("crash test of \(setting.program), SEED=\(seed)")
    var random = SeededRandom(seed: seed)
    let wanted = try fileSystems()
    for fileSystem in wanted {
      try FlushProof.show(fileSystem, setting)
      var campaign = Campaign(fileSystem, setting, seed: random.next())
      try report(try campaign.run(cuts: cuts ?? fileSystem.usualCuts), fileSystem, seed: seed)
    }
    for scope in Setting.Sabotage.allCases {
      guard let fileSystem = scope.fileSystem(among: wanted) else { continue }
      try control(scope, on: fileSystem, setting, seed: random.next())
    }
    say("crash test: well")
  }

  private static func report(_ tally: Tally, _ fileSystem: FileSystem, seed: UInt64) throws {
    say("\(fileSystem.rawValue): \(tally.description)")
    guard tally.faults.isEmpty else {
      for fault in tally.faults { say("  \(fault)") }
      throw Usage(description: "\(tally.faults.count) faults on \(fileSystem.rawValue) with SEED=\(seed)")
    }
    guard tally.provesSomething else {
      throw Usage(description: "no unflushed sector was lost, or no message had left the server")
    }
  }

  /// The same on a popkeep whose flushes flush nothing: there a cut must lose mail, or this test sees nothing.
  private static func control(
    _ scope: Setting.Sabotage, on fileSystem: FileSystem, _ setting: Setting, seed: UInt64
  ) throws {
    var setting = setting
    setting.sabotage = scope
    var random = SeededRandom(seed: seed)
    for _ in 0..<5 {
      var campaign = Campaign(fileSystem, setting, seed: random.next())
      let faults: [Fault]
      do { faults = try campaign.run(cuts: 8).faults } catch let fault as Fault { faults = [fault] }
      if let fault = faults.first(where: { $0.kind == .lost }) {
        return say("control, flushes of popkeep left out (\(scope.rawValue)): seen, as it must be: \(fault)")
      }
    }
    throw Usage(
      description: "popkeep without flushes (\(scope.rawValue)) lost nothing: this test sees nothing")
  }

  private static func fileSystems() throws -> [FileSystem] {
    guard let wanted = getenv("FS").map({ String(cString: $0) }), !wanted.isEmpty else {
      return FileSystem.allCases.filter(\.isInstalled)
    }
    return try wanted.split(separator: " ").map { name in
      guard let fileSystem = FileSystem(rawValue: String(name)) else {
        throw Usage(description: "FS=\(wanted): ext4, xfs and btrfs are known")
      }
      guard fileSystem.isInstalled else { throw Usage(description: "there is no mkfs.\(name)") }
      return fileSystem
    }
  }

  private static func number<Number>(_ name: String, _ read: (String) -> Number?) throws -> Number? {
    guard let text = getenv(name).map({ String(cString: $0) }), !text.isEmpty else { return nil }
    guard let number = read(text) else { throw Usage(description: "\(name)=\(text) is no number") }
    return number
  }
}
