import Glibc
import OpenSSL
import SystemPackage

/// The hashes that the message in a file may have in an archive.
struct FileHashes {
  /// As the file is, and with CRLF where it has LF.
  let both: [String]

  init(of path: String) throws(NamingFault) {
    var plain = SHA256Hasher()
    var wire = SHA256Hasher()
    do {
      let file = try FileDescriptor.open(FilePath(path), .readOnly, options: [.closeOnExec, .nonBlocking])
      try file.closeAfter {
        var status = Glibc.stat()
        // A pipe or a device has no end.
        guard fstat(file.rawValue, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
          throw Errno.invalidArgument
        }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var expanded: [UInt8] = []
        var previous: UInt8 = 0
        while true {
          let count = try buffer.withUnsafeMutableBytes { try file.read(into: $0) }
          if count == 0 { break }
          expanded.removeAll(keepingCapacity: true)
          for octet in buffer[..<count] {
            if octet == 10, previous != 13 { expanded.append(13) }
            expanded.append(octet)
            previous = octet
          }
          plain.update(buffer.span.extracting(first: count).bytes)
          wire.update(expanded)
        }
      }
    } catch {
      let errno = error as? Errno ?? .ioError
      throw errno == .noSuchFileOrDirectory ? .unknown(path) : .noFile(path, "\(errno)")
    }
    both = [plain.finish().hex, wire.finish().hex]
  }
}
