import Glibc
import TestDrives
import TestFiles
import TestServers

/// A copy of an archive on a drive, looked at with the means of any computer.
struct DriveCopy {
  let path: String

  init(path: String) { self.path = path }

  init(on drive: Drive, archive: String = "mail") { path = "\(drive.path)/popkeep/\(archive)" }

  func callAsFunction(_ name: String) -> String { "\(path)/\(name)" }

  /// The paths of all files with this ending, sorted.
  func messageFiles() throws -> [String] { try files(below: path).filter { $0.hasSuffix(".eml") } }

  /// The octets of all message files.
  func messages() throws -> [[UInt8]] { try messageFiles().map(readFile) }

  /// Files in the making.
  func temporaries() throws -> [String] {
    access(self(".tmp"), F_OK) == 0 ? try folderNames(self(".tmp")) : []
  }

  /// Every file by its path, with its octets.
  func all() throws -> [String: [UInt8]] {
    var all: [String: [UInt8]] = [:]
    for file in try files(below: path) { all[file.dropFirst(path.count).description] = try readFile(file) }
    return all
  }

  /// What `sha256sum -c` finds wrong in any folder, message files that no SHA256SUMS names, and more of them in a folder
  /// than FAT takes.
  func complaints() throws -> [String] {
    let output = try TemporaryFolder()
    var complaints: [String] = []
    for folder in try Set(files(below: path).map(Self.parent)).sorted() {
      let names = try folderNames(folder)
      let messages = Set(names.filter { $0.hasSuffix(".eml") })
      if messages.count > 10_000 { complaints.append("\(folder): \(messages.count) messages") }
      guard names.contains("SHA256SUMS") else {
        if !messages.isEmpty { complaints.append("\(folder): no SHA256SUMS") }
        continue
      }
      let log = output("log")
      let script = "cd \"$0\" && exec sha256sum -c --strict --quiet SHA256SUMS"
      let check = try ChildProcess.start(["sh", "-c", script, folder], log: log)
      guard check.wait(.seconds(60)) == 0 else {
        complaints.append("\(folder): \(String(decoding: try readFile(log), as: UTF8.self))")
        continue
      }
      let text = String(decoding: try readFile("\(folder)/SHA256SUMS"), as: UTF8.self)
      // Some file systems see no case, and a driver that was killed may have kept another.
      let listed = Set(text.split(separator: "\n").map { $0.dropFirst(66).lowercased() })
      complaints += messages.filter { !listed.contains($0.lowercased()) }.sorted().map {
        "\(folder): \($0) is not listed"
      }
    }
    return complaints
  }

  private static func parent(_ path: String) -> String {
    path.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" }
  }

  private func files(below path: String) throws -> [String] {
    guard access(path, F_OK) == 0 else { return [] }
    return try folderNames(path).flatMap { name in
      var status = stat()
      guard lstat("\(path)/\(name)", &status) == 0 else {
        // A file in the making may have got its name meanwhile.
        if errno == ENOENT { return [String]() }
        throw SystemFailure("stat \(name)")
      }
      return status.st_mode & S_IFMT == S_IFDIR ? try files(below: "\(path)/\(name)") : ["\(path)/\(name)"]
    }
  }
}
