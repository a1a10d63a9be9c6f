import Glibc

/// What waits in memory to be written to a disk, on the whole machine.
enum UnwrittenOctets {
  /// As the kernel counts it (proc(5), `Dirty` and `Writeback`); nil where it does not say.
  static func now() -> Int64? {
    let file = open("/proc/meminfo", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    let text = withUnsafeTemporaryAllocation(byteCount: 4_096, alignment: 1) { buffer in
      let count = read(file, buffer.baseAddress, buffer.count)
      return String(decoding: buffer[..<max(0, count)], as: UTF8.self)
    }
    return count(in: text)
  }

  static func count(in text: String) -> Int64? {
    var kilobytes: Int64?
    for line in text.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count > 1, ["Dirty:", "Writeback:"].contains(words[0]), let count = Int64(words[1]) else {
        continue
      }
      kilobytes = (kilobytes ?? 0) + count
    }
    return kilobytes.map { $0 << 10 }
  }
}
