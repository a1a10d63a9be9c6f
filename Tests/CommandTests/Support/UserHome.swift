import Glibc
import TestFiles
import TestServers
import Testing

/// The home folder of a made user, in which commands run: with a configuration, a password file and an archive.
final class UserHome: Sendable {
  /// The password of the made user, which no output may show.
  static let password = "tulip-4711-Zq"
  /// What somebody typed wrong: no more to be shown than the right one.
  static let wrongPassword = "thistle-0815-Xw"

  let folder: TemporaryFolder
  /// The folder of the archive, which is not made yet.
  let archive: String

  init(archive: String? = nil) throws {
    folder = try TemporaryFolder()
    self.archive = archive ?? folder("mail")
    for name in [".config", ".config/popkeep", "runtime"] {
      guard mkdir(folder(name), 0o700) == 0 else { throw SystemFailure("mkdir \(name)") }
    }
    try writePassword(Self.password)
  }

  deinit { SecretWatch.expectNone(inFilesOf: folder.path) }

  var configuration: String { folder(".config/popkeep/config.json") }
  var passwordFile: String { folder("password") }

  /// Writes the password file, mode 0600.
  func writePassword(_ text: String, mode: mode_t = 0o600) throws {
    #expect(KnownSecrets.isUnmistakable(text))
    KnownSecrets.add(text)
    try writeFile(passwordFile, Array("\(text)\n".utf8))
    guard chmod(passwordFile, mode) == 0 else { throw SystemFailure("chmod") }
  }

  /// Writes a configuration of these accounts, with `others`, further members, each with its comma after it.
  func configure(_ accounts: AccountText..., minFree: String = "0%", others: String = "") throws {
    try configure(accounts, minFree: minFree, others: others)
  }

  func configure(_ accounts: [AccountText], minFree: String = "0%", others: String = "") throws {
    let list = accounts.map { $0.text(passwordFile: passwordFile) }.joined(separator: ",\n")
    let top = "\"archive\": \"\(archive)\", \"minFree\": \"\(minFree)\", \(others)"
    try writeFile(configuration, Array("{ \(top)\n\"accounts\": [\n\(list)\n] }\n".utf8))
  }

  /// The sockets of daemons, by name.
  func sockets() throws -> [String] {
    access(folder("runtime/popkeep"), F_OK) == 0 ? try folderNames(folder("runtime/popkeep")) : []
  }

  /// Runs a command to its end.
  @discardableResult
  func run(_ arguments: String..., environment: [String: String] = [:]) throws -> CommandRun {
    try start(arguments, environment: environment).finish()
  }

  func start(
    _ arguments: [String], environment: [String: String] = [:], terminal: String? = nil,
    screen: String? = nil,
    under outer: [String] = []
  ) throws -> StartedCommand {
    // Names that do not exist are to be told so at once, whatever name server this machine has.
    let own = [
      "HOME": folder.path, "XDG_RUNTIME_DIR": folder("runtime"), "RES_OPTIONS": "timeout:1 attempts:1",
    ]
    return try StartedCommand(
      arguments, environment: own.merging(environment) { $1 }, terminal: terminal, screen: screen,
      under: outer)
  }

  /// Makes the archive that the configuration names.
  func makeArchive() throws { try run("init", "--archive", archive).succeeds() }

  /// The paths of the account's message files.
  func files(of account: String = "home") throws -> [String] {
    try ["new", "cur"].flatMap { place in
      let path = "\(archive)/accounts/\(account)/\(place)"
      return access(path, F_OK) == 0 ? try folderNames(path).map { "\(path)/\($0)" } : []
    }
  }

  /// The wire form of every message of the account, read from its files without popkeep.
  func stored(account: String = "home") throws -> [[UInt8]] {
    try files(of: account).map { path in
      let bytes = try readFile(path)
      return path.contains(",W=") ? Self.wireForm(bytes) : bytes
    }
  }

  private static func wireForm(_ bytes: [UInt8]) -> [UInt8] {
    var wire: [UInt8] = []
    wire.reserveCapacity(bytes.count * 2)
    for line in bytes.split(separator: 10, omittingEmptySubsequences: false) {
      wire += line
      wire += [13, 10]
    }
    wire.removeLast(2)
    return wire
  }

  /// All mail of the archive with its marker: every file by its path, but for the index.
  func mail() throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for part in ["accounts", ".popkeep/archive.json"] { try collect("\(archive)/\(part)", &files) }
    return files
  }

  private func collect(_ path: String, _ files: inout [String: [UInt8]]) throws {
    var status = stat()
    guard lstat(path, &status) == 0 else { return }
    guard status.st_mode & S_IFMT == S_IFDIR else { return files[path] = try readFile(path) }
    for name in try folderNames(path) { try collect("\(path)/\(name)", &files) }
  }
}

/// An account of a configuration in a test.
struct AccountText {
  var name = "home"
  var host = "127.0.0.1"
  var port: UInt16
  var caFile: String?
  var user = "alice"
  var onServer = "\"keep\""
  /// Where its password is; nil: where all the home's accounts have it.
  var passwordFile: String?
  /// The words, as JSON, of the command that prints it; nil: it is in a file.
  var passwordCommand: String?
  /// Where its password is, as JSON; nil: as the members above say.
  var password: String?
  /// Further members, each with its comma after it.
  var others = ""

  func text(passwordFile: String) -> String {
    let source =
      passwordCommand.map { "{ \"command\": \($0) }" }
      ?? "{ \"file\": \"\(self.passwordFile ?? passwordFile)\" }"
    let trust = caFile.map { "\"caFile\": \"\($0)\", " } ?? ""
    return """
      { "name": "\(name)", "host": "\(host)", "port": \(port), \(trust)\(others)"user": "\(user)",
        "password": \(password ?? source), "onServer": \(onServer) }
      """
  }
}
