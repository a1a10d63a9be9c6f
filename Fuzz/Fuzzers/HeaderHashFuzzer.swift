import Archive
import InternetMessage
import OpenSSL

/// Hashes of what comes in pieces: the same however it is cut, and the header's is that of the octets before its
/// blank line.
enum HeaderHashFuzzer {
  static func run(_ input: inout FuzzInput) throws {
    let cuts = input.cuts()
    let message = Array(input.rest)
    let fields = HeaderSection.end(in: message)?.fields ?? message.count
    let expected = HeaderHash(Hash.sha256(Array(message[..<fields])))
    for cut in cuts {
      var hasher = SHA256Hasher()
      var header = HeaderHasher()
      cut.forEachPiece(of: message) { piece in
        hasher.update(piece)
        let taken = header.update(piece)
        demand((0...piece.byteCount).contains(taken), "no more is taken than was given")
      }
      demand(
        header.isComplete == (fields < message.count && message[fields...].contains(10)),
        "it ends at the blank line")
      demand(!header.isComplete || header.count == fields, "the header has the octets before the blank line")
      demand(hasher.finish() == Hash.sha256(message), "a hash does not depend on cuts")
      demand(header.finish() == expected, "a header's hash is that of the octets before its blank line")
    }
  }
}
