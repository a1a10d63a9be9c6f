package import Archive
import MailIndex
package import SystemPackage

/// Copies messages out of an archive, octet for octet as the server sent them.
///
/// Each message is checked against its recorded hash while it is copied; one that is damaged is named and left
/// out. Nothing that is there already is ever overwritten, and a file has its name only when it is whole and on
/// the disk.
package enum Export {
  /// Writes one `.eml` a message into a folder an account below `folder`, which is made where it is missing.
  ///
  /// Names are `20261123T141500Z-<16 digits of the SHA-256>.eml`, by arrival. A file that is there with the same
  /// content is skipped; one with other content makes the new one get a counter.
  /// - Throws: `ExportFailure` for what is written, `ArchiveFailure` for what is read.
  package static func files(
    of archive: Archive, _ selection: ExportSelection = ExportSelection(), to folder: FilePath
  ) throws -> ExportSummary {
    var summary = ExportSummary()
    try makeFolder(folder)
    try selection.forEachAccount(of: archive) { id, name in
      var messages = try MessageReader(archive, account: name)
      var export = MessageFolder(folder.appending(name))
      try makeFolder(export.path)
      try export.settling { export in
        try selection.forEachMessage(of: archive, id, name) { row in
          try export.add(row.message, from: &messages, account: name, &summary)
        }
      }
    }
    return summary
  }

  /// Writes all messages into one new file: mboxrd (lines that begin with `From `, quoted or not, get a `>`), with
  /// LF line ends.
  ///
  /// - Throws: `ExportFailure` for what is written, `.exists` where the file is there; `ArchiveFailure` for what
  ///   is read.
  package static func mbox(
    of archive: Archive, _ selection: ExportSelection = ExportSelection(), to file: FilePath
  ) throws -> ExportSummary {
    var summary = ExportSummary()
    var mbox = try MboxFile(file)
    try selection.forEachAccount(of: archive) { id, name in
      var messages = try MessageReader(archive, account: name)
      try selection.forEachMessage(of: archive, id, name) { row in
        try mbox.add(row.message, from: &messages, account: name, &summary)
      }
    }
    try mbox.finish()
    return summary
  }

  /// Writes a Maildir an account below `folder`, which is made where it is missing: names and flags are those of the
  /// archive, and the line ends, too.
  ///
  /// A message that is there already, wherever a mail program has moved it in that Maildir, is skipped.
  /// - Throws: `ExportFailure` for what is written, `ArchiveFailure` for what is read.
  package static func maildirs(
    of archive: Archive, _ selection: ExportSelection = ExportSelection(), to folder: FilePath
  ) throws -> ExportSummary {
    var summary = ExportSummary()
    try makeFolder(folder)
    try selection.forEachAccount(of: archive) { id, name in
      var messages = try MessageReader(archive, account: name)
      var export = try MaildirExport(folder.appending(name))
      try selection.forEachMessage(of: archive, id, name) { row in
        try export.add(row.message, from: &messages, account: name, &summary)
      }
      try export.settle(&summary)
    }
    return summary
  }

  private static func makeFolder(_ path: FilePath) throws(ExportFailure) {
    for path in path.withParents where !path.isThere {
      do throws(Errno) { try path.makeFolder() } catch { throw ExportFailure(.create(error), path) }
    }
  }
}
