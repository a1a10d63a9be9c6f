package import MailIndex
package import Maildir
import SystemPackage

/// Why an archive cannot be used, in one sentence, and what to do about it in another.
package struct ArchiveFailure: Error, Sendable, CustomStringConvertible {
  package enum Code: Sendable {
    /// The folder has no marker: a drive may not be mounted, or the path is wrong.
    case notAnArchive
    case exists
    case notEmpty
    case badMarker
    case newerFormat(Int)
    /// It is not the archive that was expected there.
    case another
    /// Another popkeep is working on it.
    case locked
    case badAccountName
    /// The archive has an account whose name differs only in case.
    case otherCase(String)
    case file(FileFailure)
    case index(IndexFailure)
  }

  package let code: Code
  /// The archive's folder.
  package let path: String

  package init(_ code: Code, _ path: String) {
    self.code = code
    self.path = path
  }

  /// True where another popkeep works on the archive.
  package var isLocked: Bool {
    if case .locked = code { true } else { false }
  }

  package var description: String {
    switch code {
    case .notAnArchive: "There is no archive at \(path)."
    case .exists: "There is an archive at \(path) already."
    case .notEmpty: "The folder \(path) is not empty and is no archive."
    case .badMarker: "The marker of the archive at \(path) cannot be read."
    case .newerFormat(let version):
      "The archive at \(path) has format \(version), which a later popkeep made."
    case .another: "There is another archive at \(path) than before."
    case .locked: "Another popkeep is working on the archive at \(path)."
    case .badAccountName: "The account's name cannot be the name of a folder."
    case .otherCase(let name):
      "The archive at \(path) has the account \(name), whose name differs only in case, which some file systems do not see."
    case .file(let failure): "Popkeep \(failure.description)."
    case .index(let failure): failure.description
    }
  }

  /// What to do.
  package var hint: String {
    switch code {
    case .notAnArchive:
      "If it is on a drive, attach and mount it; to make a new archive there: popkeep init --archive DIR."
    case .exists: "Use it as it is, or name another folder."
    case .notEmpty: "Name an empty folder, or one that does not exist yet."
    case .badMarker: "The mail is untouched; bring .popkeep/archive.json back from a backup."
    case .newerFormat: "Use that version of popkeep."
    case .another: "Mount the right disk, or start the daemon anew to use this one."
    case .locked: "Wait until it has ended, then try again."
    case .badAccountName: "Letters, digits and . _ - @ + are allowed."
    case .otherCase: "Write the name as it is there."
    case .file(let failure):
      if failure.isNoSpace {
        Self.full
      } else if failure.errno == .isDirectory {
        "A folder is where a file belongs: move it away, then run popkeep again."
      } else {
        "Look at the folder's permissions and at the disk, then run popkeep again."
      }
    case .index(let failure):
      switch failure.code {
      case .cannotOpen: "Where the index is gone, popkeep reindex makes it again from the mail."
      case .full: Self.full
      case .corrupt, .foreign, .io, .locked, .newerVersion, .olderVersion, .readOnly, .unexpected: ""
      }
    }
  }

  private static let full =
    "Free some space, then run popkeep again: nothing is lost, and nothing was deleted on the server."
}

extension ArchiveFailure {
  /// Runs `body` and says of its failures which archive they befell.
  package static func explaining<Result>(_ path: String, _ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let failure as FileFailure {
      throw ArchiveFailure(.file(failure), path)
    } catch let failure as IndexFailure {
      throw ArchiveFailure(.index(failure), path)
    }
  }
}
