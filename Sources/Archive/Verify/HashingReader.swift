import MailIndex
import Maildir
import OpenSSL
import SystemPackage

/// A message file that is to be read, and what its row says of it.
struct FileToRead: Sendable {
  let file: StoredFile
  let name: MessageName
  /// Nil: no row has been found yet.
  let row: FileRow?
}

/// What reading a file told.
struct FileHash: Sendable {
  let content: ContentHash
  /// Octets in wire form.
  let wireOctets: Int64
  /// The file has the sizes that its name tells: it was not cut, and nobody has changed its length.
  let agreesWithName: Bool
}

/// Reads files and hashes their wire form, with buffers and a hasher that stay.
struct HashingReader: ~Copyable {
  private var scanner = FileScanner()
  private var hasher = SHA256Hasher()

  mutating func read(_ file: FileToRead, in maildir: Maildir) -> Result<FileHash, FileFailure> {
    var octets: Int64 = 0
    do throws(FileFailure) {
      let status = try scanner.scan(file.file, file.name, in: maildir) { bytes in
        octets += Int64(bytes.byteCount)
        hasher.update(bytes)
      }
      let agrees = status.size == file.name.size && octets == file.name.wireOctets
      return .success(
        FileHash(content: hasher.finishText().column, wireOctets: octets, agreesWithName: agrees))
    } catch {
      // What was read before the failure is no part of the next file.
      _ = hasher.finishText()
      return .failure(error)
    }
  }
}
