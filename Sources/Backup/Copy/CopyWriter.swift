import Archive
import MailIndex
import Maildir
import OpenSSL
import SystemPackage

/// What became of a message that was to be copied.
enum CopyOutcome: Sendable {
  /// Its octets are in this file in the making, and are those that were fetched.
  case written(String)
  /// The archive has no file of it.
  case missing
  /// What the archive has is not what was fetched.
  case damaged
  /// The drive's file system takes no file of that size.
  case tooLarge
}

/// Copies messages, one after the other, into files in the making on a drive.
struct CopyWriter: ~Copyable {
  private let drive: DriveFolder
  private let temporaries: OpenFolder
  private var scanner: MessageScanner

  init(_ archive: Archive, _ drive: DriveFolder, _ temporaries: OpenFolder) {
    self.drive = drive
    self.temporaries = temporaries
    scanner = MessageScanner(archive)
  }

  /// Copies a message in wire form. Where the drive's file system is one that only a flush of each file reaches, it is
  /// flushed; else the disk has begun with it.
  mutating func copy(_ message: MessageToCopy, of account: String) throws -> CopyOutcome {
    let name = drive.temporaryName()
    do {
      let content = try write(message, of: account, to: name)
      if content == .intact { return .written(name) }
      try temporaries.removeIfThere(name)
      return content == .missing ? .missing : .damaged
    } catch let failure as FileFailure where failure.errno == .fileTooLarge {
      try temporaries.removeIfThere(name)
      return .tooLarge
    }
  }

  private mutating func write(
    _ message: MessageToCopy, of account: String, to name: String
  ) throws -> MessageReader.Content {
    let file = try temporaries.create(name)
    var offset: Int64 = 0
    var failure: FileFailure?
    let content = try scanner.scan(message, of: account) { bytes in
      guard failure == nil else { return }
      do throws(FileFailure) {
        try bytes.withUnsafeBytes { (octets) throws(FileFailure) in try file.write(octets, at: offset) }
        offset += Int64(bytes.byteCount)
      } catch { failure = error }
    }
    if let failure { throw failure }
    guard content == .intact else { return content }
    // A time that the file system does not take is no loss: the name has it.
    do throws(FileFailure) { try file.setModification(to: message.arrived) } catch {}
    if drive.system.isInUserSpace { try file.flush() } else { file.beginWriteBack() }
    return .intact
  }
}
