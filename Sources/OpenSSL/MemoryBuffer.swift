import COpenSSL

/// Bytes in memory that OpenSSL reads from or prints to.
struct MemoryBuffer: ~Copyable {
  /// A `BIO`, or nil where there was no memory for one; OpenSSL takes nil for "nothing there".
  let bio: OpaquePointer?

  /// An empty buffer to print to.
  init() { bio = BIO_new(BIO_s_mem()) }

  /// A buffer to read `bytes` from.
  init(_ bytes: [UInt8]) {
    bio = BIO_new(BIO_s_mem())
    _ = bytes.withUnsafeBytes { BIO_write(bio, $0.baseAddress, Int32(clamping: $0.count)) }
  }

  deinit { BIO_free(bio) }

  /// Takes out up to `limit` bytes.
  mutating func take(_ limit: Int = 1 << 20) -> [UInt8] {
    [UInt8](unsafeUninitializedCapacity: limit) { buffer, count in
      count = Int(max(0, BIO_read(bio, buffer.baseAddress, Int32(clamping: limit))))
    }
  }

  /// Takes out a line of up to `limit` bytes, of which only printable ASCII stays as it is.
  mutating func takeLine(_ limit: Int = 300) -> String { printable(take(limit)) }
}

/// The bytes as text for people and terminals: whatever is not printable ASCII becomes a question mark.
func printable(_ bytes: some Sequence<UInt8>) -> String {
  String(decoding: bytes.map { (0x20...0x7e).contains($0) ? $0 : UInt8(ascii: "?") }, as: UTF8.self)
}
