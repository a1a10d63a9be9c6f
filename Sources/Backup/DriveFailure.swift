import Glibc
package import Maildir
import SystemPackage

/// Why a drive cannot be used, in one sentence, and what to do about it in another.
package struct DriveFailure: Error, Sendable, CustomStringConvertible {
  package enum Code: Sendable, Equatable {
    case noMountTable
    /// There is no such folder.
    case noFolder
    /// It is on a disk of the system; the mount point that it is on.
    case systemDisk(String)
    /// It is on the disk of the archive.
    case sameDisk
    /// It is no disk at all, but memory or a layer over other folders; the type of the file system.
    case noDisk(String)
    /// What is mounted there does not answer.
    case silent
    case nameTaken
    case badName(String)
    /// No drive of that name or at that path; the names of those that are known.
    case unknown([String])
    /// No drive was ever added.
    case none
    /// It is known, and not there.
    case away
    /// It is to be forgotten, and there.
    case attached(String)
    /// Its marker names another archive.
    case anotherArchive
    case badMarker
    case newerFormat(Int)
    /// Two places say that they are this drive.
    case twice(String)
    /// It gave back other octets than were written.
    case unreliable(String)
    /// Messages are larger than files of its file system may be.
    case tooLarge(Int)
    case file(FileFailure)
    case stopped
  }

  package let code: Code
  /// The drive's name or path, printable.
  package let drive: String

  package init(_ code: Code, _ drive: String) {
    self.code = code
    self.drive = printablePath(drive)
  }

  /// True where it was pulled, or its file system is no longer there.
  package var isGone: Bool {
    guard case .file(let failure) = code else { return code == .away }
    let gone: [Errno] = [
      .noSuchAddressOrDevice, .ioError, .staleNFSFileHandle, Errno(rawValue: ENODEV),
      Errno(rawValue: ENOTCONN), .connectionAbort, .socketShutdown,
    ]
    return gone.contains(failure.errno)
  }
}

extension DriveFailure {
  package var description: String {
    switch code {
    case .noMountTable: "What is mounted cannot be read (\(drive))."
    case .noFolder: "There is no folder \(drive)."
    case .systemDisk(let mount): "\(drive) is on the system's disk (\(mount)): no drive is mounted there."
    case .sameDisk: "\(drive) is on the same disk as the archive."
    case .noDisk(let type): "\(drive) is on no disk of its own (\(type))."
    case .silent: "The file system mounted at \(drive) does not answer."
    case .nameTaken: "Another drive has the name \"\(drive)\"."
    case .badName(let problem): "The name \"\(drive)\" \(problem)."
    case .unknown(let names):
      "There is no drive \"\(drive)\""
        + (names.isEmpty
          ? "." : "; there \(names.count == 1 ? "is" : "are") \(names.joined(separator: ", ")).")
    case .none: "No drive was added yet."
    case .away: "The drive \"\(drive)\" is not attached, or not mounted."
    case .attached(let path):
      "The drive \"\(drive)\" is attached (\(path)), and would be known again at once."
    case .anotherArchive: "The copy at \(drive) is of another archive."
    case .badMarker: "The marker of the drive at \(drive) cannot be read."
    case .newerFormat(let format): "The copy at \(drive) has format \(format), which a later popkeep made."
    case .twice(let other): "Two places say that they are the drive \"\(drive)\": \(other)."
    case .unreliable(let file): "The drive \"\(drive)\" gives back other octets than were written (\(file))."
    case .tooLarge(let count):
      "\(count == 1 ? "A message is" : "\(count) messages are") larger than a file on the drive \"\(drive)\" can be."
    case .file(let failure) where isGone: "The drive \"\(drive)\" is no longer there (popkeep \(failure))."
    case .file(let failure) where failure.isNoSpace: "The drive \"\(drive)\" is full."
    case .file(let failure) where failure.isReadOnly: "The drive \"\(drive)\" is read-only."
    case .file(let failure): "The drive \"\(drive)\": popkeep \(failure)."
    case .stopped: "The backup to \"\(drive)\" was ended early."
    }
  }

  /// What to do.
  package var hint: String {
    switch code {
    case .noMountTable: "Mount /proc."
    case .noFolder: "Name the folder that the drive is mounted at."
    case .systemDisk: "Mount the drive first; to copy to this disk all the same: --even-here."
    case .sameDisk: "A copy there is lost along with it; to make one all the same: --even-here."
    case .noDisk:
      "What is there may be gone with the next start; to make a copy there all the same: --even-here."
    case .silent: "Look at it, or unmount it (umount -l), then run popkeep again."
    case .nameTaken: "Give this one another: --name NAME."
    case .badName: "Give it another: --name NAME."
    case .unknown, .none: "Add it while it is mounted: popkeep backup add PATH."
    case .away: "Attach and mount it, then run popkeep backup again."
    case .attached: "Detach it first; or delete that folder, where the copy is no longer wanted."
    case .anotherArchive: "To copy this archive there too: popkeep backup add PATH."
    case .badMarker: "Add it anew, and what is on it is looked through: popkeep backup add PATH."
    case .newerFormat: "Use that version of popkeep."
    case .twice: "One is a copy of the other: detach one of them, and run popkeep backup again."
    case .unreliable: "Do not rely on it: try another cable or port, or replace the drive."
    case .tooLarge:
      "Use a drive with another file system, such as exFAT or ext4, for them; all others were copied."
    case .file(let failure):
      if isGone {
        "What was copied before stays; attach it again, and popkeep backup goes on from there."
      } else if failure.isNoSpace {
        "Free some space on it, or use a larger one; what was copied before stays."
      } else if failure.isReadOnly {
        "Mount it so that it can be written to; a drive with errors is often mounted read-only: check it first."
      } else {
        "Look at its permissions and at the drive itself, then run popkeep backup again."
      }
    case .stopped: "What was copied stays; the next run goes on from there."
    }
  }
}

extension DriveFailure {
  /// Runs `body` and says of its failures which drive they befell.
  static func explaining<Result>(_ drive: String, _ body: () throws -> Result) throws -> Result {
    do { return try body() } catch let failure as FileFailure { throw DriveFailure(.file(failure), drive) }
  }
}
