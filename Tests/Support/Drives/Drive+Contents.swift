import Glibc
import TestFiles

extension Drive {
  /// Takes what room it has but about so many octets, by a file that this returns.
  package func fill(leaving rest: Int) throws -> String {
    let filler = "\(path)/filler"
    let file = open(filler, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw TestFileFailure(call: "create filler", code: errno) }
    defer { close(file) }
    let block = [UInt8](repeating: 0x78, count: 64 << 10)
    var status = statvfs()
    while statvfs(path, &status) == 0, Int(status.f_bavail * status.f_frsize) > rest {
      guard write(file, block, block.count) == block.count else {
        throw TestFileFailure(call: "write filler", code: errno)
      }
    }
    guard fsync(file) == 0 else { throw TestFileFailure(call: "fsync filler", code: errno) }
    return filler
  }

  /// Flips a bit in the middle of these octets wherever the image has them, as rot does; also where a file that is gone
  /// has left them. The drive is detached, or the kernel is its driver: then what is in memory stays as it was.
  package func flip(_ octets: [UInt8]) throws {
    if !path.isEmpty { try flushAll() }
    let file = open(image, O_RDWR | O_CLOEXEC)
    guard file >= 0 else { throw TestFileFailure(call: "open \(image)", code: errno) }
    defer { close(file) }
    let size = Int(lseek(file, 0, SEEK_END))
    guard let map = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0), map != MAP_FAILED else {
      throw TestFileFailure(call: "map \(image)", code: errno)
    }
    defer { munmap(map, size) }
    let bytes = map.assumingMemoryBound(to: UInt8.self)
    var count = 0
    while let place = Self.find(octets, in: UnsafeRawBufferPointer(start: map, count: size)) {
      bytes[place + octets.count / 2] ^= 1
      count += 1
    }
    guard count > 0 else { throw DriveTool.Failure(description: "these octets are not on the drive") }
  }

  private func flushAll() throws {
    try DriveTool.run(["sync", "-f", path], log: files("output"))
  }

  private static func find(_ octets: [UInt8], in bytes: UnsafeRawBufferPointer) -> Int? {
    guard let first = octets.first, let base = bytes.baseAddress else { return nil }
    var start = 0
    while start <= bytes.count - octets.count,
      let found = memchr(base + start, Int32(first), bytes.count - octets.count + 1 - start)
    {
      let place = UnsafeRawPointer(found) - base
      if memcmp(found, octets, octets.count) == 0 { return place }
      start = place + 1
    }
    return nil
  }
}
