import Glibc
import OpenSSL
import TestFiles

/// What lies in the account's Maildir of an archive, read from its files without popkeep.
struct ArchiveContents {
  /// The files of each message that is there byte-exact, by number.
  private(set) var copies: [Int: Int] = [:]
  /// Files with names of messages that are no message that was ever put in.
  private(set) var damaged: [String] = []
  /// Files in tmp that have no other name.
  private(set) var temporaries = 0

  /// - Parameter digests: of every message that was ever put in, by number.
  init(_ archive: String, digests: [SHA256Digest]) throws {
    let account = "\(archive)/accounts/home"
    for folder in try Self.names(account).filter({ $0.hasPrefix(".") }) + ["."] {
      for place in ["new", "cur"] {
        for name in try Self.names("\(account)/\(folder)/\(place)") {
          let kept = try readFile("\(account)/\(folder)/\(place)/\(name)")
          add(name.contains(",W=") ? LineEnds.crlf(kept) : kept, name, digests)
        }
      }
    }
    for name in try Self.names("\(account)/tmp") {
      // btrfs may bring back the name in tmp of a file that has its other name too.
      var status = stat()
      if lstat("\(account)/tmp/\(name)", &status) == 0, status.st_nlink == 1 { temporaries += 1 }
    }
  }

  /// What `popkeep export --to` wrote to `folder`.
  init(exported folder: String, digests: [SHA256Digest]) throws {
    for part in try FileTree.files(below: folder) { add(try readFile(part), part, digests) }
  }

  private mutating func add(_ wire: [UInt8], _ name: String, _ digests: [SHA256Digest]) {
    guard let number = MadeMessage.number(of: wire), digests.indices.contains(number),
      digests[number] == Hash.sha256(wire)
    else { return damaged.append(name) }
    copies[number, default: 0] += 1
  }

  var numbers: Set<Int> { Set(copies.keys) }
  var doubled: [Int] { copies.filter { $0.value > 1 }.keys.sorted() }

  /// A folder that is not there has nothing in it.
  private static func names(_ path: String) throws -> [String] {
    access(path, F_OK) == 0 ? try folderNames(path) : []
  }
}

/// The files of a tree.
private enum FileTree {
  static func files(below path: String) throws -> [String] {
    var status = stat()
    guard lstat(path, &status) == 0 else { throw TestFileFailure(call: "stat \(path)", code: errno) }
    guard status.st_mode & S_IFMT == S_IFDIR else { return [path] }
    return try folderNames(path).flatMap { try files(below: "\(path)/\($0)") }
  }
}
