import Glibc
import OpenSSL

/// A certificate of this side's own and its key: paths to PEM files.
package struct ClientIdentity: Sendable, Equatable {
  /// Octets of a file that are read: a chain of certificates is far shorter.
  private static let longest = 1 << 20

  package let certificate: String
  package let key: String

  package init(certificate: String, key: String) {
    self.certificate = certificate
    self.key = key
  }

  /// Why the files are of no use; both are paths.
  package enum Fault: Sendable, Equatable {
    /// The value is an `errno`.
    case unreadable(String, Int32)
    /// Others than the owner may read or write the key; the value holds its permission bits.
    case openToOthers(String, mode: UInt32)
    /// No certificate and key in PEM that belong together, or a key with a passphrase.
    case unusable(String)
  }

  /// Reads both files anew: certificates are renewed while a daemon runs.
  func load() throws(ConnectionFailure.Code) -> TLSIdentity {
    do throws(Failure) {
      let chain = try Self.content(of: certificate, isSecret: certificate == key)
      return TLSIdentity(
        certificates: chain,
        privateKey: key == certificate ? chain : try Self.content(of: key, isSecret: true))
    } catch { throw .identity(error.fault) }
  }

  private struct Failure: Error {
    let fault: Fault
  }

  private static func content(of path: String, isSecret: Bool) throws(Failure) -> [UInt8] {
    // A pipe would be waited for without end.
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Failure(fault: .unreadable(path, errno)) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Failure(fault: .unreadable(path, errno)) }
    guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= longest else {
      throw Failure(fault: .unusable(path))
    }
    if isSecret, status.st_mode & 0o077 != 0 {
      throw Failure(fault: .openToOthers(path, mode: UInt32(status.st_mode & 0o777)))
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var filled = 0
    while filled < bytes.count {
      let count = bytes.withUnsafeMutableBytes {
        pread(descriptor, $0.baseAddress?.advanced(by: filled), $0.count - filled, off_t(filled))
      }
      guard count >= 0 else { throw Failure(fault: .unreadable(path, errno)) }
      if count == 0 { break }
      filled += count
    }
    return Array(bytes.prefix(filled))
  }
}

extension ClientIdentity.Fault {
  /// What is wrong and what to do, as a sentence without its full stop.
  var sentence: String {
    switch self {
    case .unreadable(let path, let code):
      "the file \(Self.printable(path)) of \"clientCertificate\" cannot be read: \(String(cString: strerror(code)))"
    case .openToOthers(let path, let mode):
      "the private key \(Self.printable(path)) is open to others (mode \(String(mode, radix: 8))): run chmod 600 on it"
    case .unusable(let path):
      "\(Self.printable(path)) holds no certificate and key for \"clientCertificate\": both must be PEM without a passphrase, and belong together"
    }
  }

  private static func printable(_ path: String) -> String {
    String(
      decoding: path.utf8.prefix(300).map { $0 < 0x20 || $0 == 0x7f ? UInt8(ascii: "?") : $0 }, as: UTF8.self)
  }
}
