import Archive
import MailIndex
import Maildir
import OpenSSL
import SystemPackage

/// Reads files on a drive and hashes them, through a buffer that stays.
struct CopyReader: ~Copyable {
  private static let blockSize = 128 << 10

  /// No message is larger, and no file that has a message's name is read that is.
  static let largest: Int64 = 4 << 30
  /// Octets after which it is asked whether to go on.
  private static let breath: Int64 = 64 << 20

  private let block: UnsafeMutableRawBufferPointer
  private let progress: BackupProgress?
  private let drive: DriveFolder?
  private var hasher = SHA256Hasher()

  /// - Parameters:
  ///   - drive: tells whether a file that cannot be read is the fault of some sectors, and then no file; nil: it is a
  ///     failure.
  ///   - progress: says whether a file of any size is to be read on; nil: to its end.
  init(of drive: DriveFolder? = nil, _ progress: BackupProgress? = nil) {
    self.drive = drive
    self.progress = progress
    block = .allocate(byteCount: Self.blockSize, alignment: 4096)
  }

  deinit { block.deallocate() }

  /// The hash of a file and its octets; nil where there is no such file.
  ///
  /// It is read from the drive itself, as far as the system lets go of what it holds in memory.
  ///
  /// - Parameter largest: what is larger is no such file.
  mutating func read(
    _ name: String, in folder: OpenFolder, largest: Int64 = CopyReader.largest
  ) throws -> (hash: ContentHash, octets: Int64)? {
    do {
      let file = try folder.open(name)
      guard try isFile(file, largest) else { return nil }
      file.dropCache()
      var offset: Int64 = 0
      while case let count = try fill(from: file, at: offset), count > 0 {
        hasher.update(RawSpan(_unsafeBytes: UnsafeRawBufferPointer(rebasing: block[..<count])))
        offset += Int64(count)
        if offset % Self.breath == 0 { try progress?.goOn() }
      }
      return (hasher.finishText().column, offset)
    } catch let failure as FileFailure {
      return try end(failure)
    } catch {
      _ = hasher.finishText()
      throw error
    }
  }

  /// Hands a file to `intake`; returns its hash and octets, nil where there is no such file.
  mutating func read(
    _ name: String, in folder: OpenFolder, into intake: inout Intake
  ) throws -> (hash: ContentHash, octets: Int64)? {
    do {
      let file = try folder.open(name)
      guard try isFile(file, Self.largest) else { return nil }
      var offset: Int64 = 0
      while case let count = try fill(from: file, at: offset), count > 0 {
        let octets = RawSpan(_unsafeBytes: UnsafeRawBufferPointer(rebasing: block[..<count]))
        hasher.update(octets)
        try intake.append(octets)
        offset += Int64(count)
        if offset % Self.breath == 0 { try progress?.goOn() }
      }
      return (hasher.finishText().column, offset)
    } catch let failure as FileFailure {
      return try end(failure)
    } catch {
      _ = hasher.finishText()
      throw error
    }
  }

  private func isFile(_ file: borrowing OpenFile, _ largest: Int64) throws(FileFailure) -> Bool {
    let status = try file.status()
    if status.size > Int64(Self.blockSize) { file.readAhead() }
    return status.isRegular && status.size <= largest
  }

  /// Reads the next octets of a file into the buffer; 0: that was its end.
  private func fill(from file: borrowing OpenFile, at offset: Int64) throws(FileFailure) -> Int {
    try file.read(into: block, at: offset)
  }

  /// What was read before a failure is no part of the next file.
  private mutating func end(
    _ failure: FileFailure
  ) throws(FileFailure) -> (hash: ContentHash, octets: Int64)? {
    _ = hasher.finishText()
    // A bad sector is damage of one file; a drive that is gone reads nothing at all.
    if failure.errno == .ioError, let drive, drive.isReadable { return nil }
    // A link is not followed, and what may not be read is of no use: it is no file.
    let isNone: [Errno] = [
      .noSuchFileOrDirectory, .tooManySymbolicLinkLevels, .permissionDenied, .notPermitted,
    ]
    if isNone.contains(failure.errno) { return nil }
    throw failure
  }
}
