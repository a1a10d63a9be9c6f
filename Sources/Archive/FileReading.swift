import InternetMessage
import MailIndex
import Maildir
import OpenSSL
import SystemPackage

/// What one pass over a message file tells: hashes and size of the wire form, and the header.
struct FileReading {
  let contentHash: ContentHash
  let headerHash: HeaderHash
  let wireOctets: Int64
  let status: FileStatus
  /// The header lines, as far as an envelope is read from; empty unless they were to be kept.
  let header: [UInt8]

  /// Reads the file; nil where a reader has moved it meanwhile, or it has gone, or is no regular file.
  init?(_ file: StoredFile, in maildir: Maildir, keepingHeader: Bool) throws {
    do {
      try self.init(open: file, in: maildir, keepingHeader: keepingHeader)
    } catch let failure as FileFailure where failure.errno == .noSuchFileOrDirectory {
      return nil
    }
  }

  private init(open file: StoredFile, in maildir: Maildir, keepingHeader: Bool) throws {
    var reader = try maildir.open(file)
    status = try reader.status()
    var digests = MessageDigests(keepingHeader: keepingHeader)
    while try reader.next({ digests.update($0) }) {}
    wireOctets = digests.octets
    header = digests.headerLines
    let hashes = digests.finish()
    contentHash = hashes.content.column
    headerHash = hashes.header
  }

  /// The file has the sizes that its name tells: it was not cut, and nobody has changed its length.
  func agrees(with name: MessageName) -> Bool { status.size == name.size && wireOctets == name.wireOctets }
}
