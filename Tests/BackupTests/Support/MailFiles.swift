import TestFiles

extension DriveFixture {
  /// The message files of the archive, by their paths.
  func mail() throws -> [String: [UInt8]] {
    let accounts = folder("\(name)/accounts")
    return try Dictionary(
      uniqueKeysWithValues: FileTree.files(below: accounts).map { ($0, try readFile("\(accounts)/\($0)")) })
  }
}
