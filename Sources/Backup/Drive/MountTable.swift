import Glibc

/// What is mounted, as this process sees it (proc(5), `/proc/self/mountinfo`).
package enum MountTable {
  package static let path = "/proc/self/mountinfo"

  /// Every mounted file system, in the order of mounting; of several at one path only the one that is seen there.
  package static func read() throws(DriveFailure) -> [MountedFileSystem] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw DriveFailure(.noMountTable, path) }
    defer { close(file) }
    var text: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(file, &block, block.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0, text.count < 16 << 20 else { break }
      text += block[..<count]
    }
    return parse(text)
  }

  /// What the text of a mount table says; lines that say nothing are left out. Pure.
  package static func parse(_ text: [UInt8]) -> [MountedFileSystem] {
    var systems: [MountedFileSystem] = []
    for line in text.split(separator: 10) {
      guard let system = system(line) else { continue }
      systems.removeAll { $0.path == system.path }
      systems.append(system)
    }
    return systems
  }

  // 36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue
  private static func system(_ line: ArraySlice<UInt8>) -> MountedFileSystem? {
    let fields = line.split(separator: 32)
    guard let dash = fields.dropFirst(6).firstIndex(where: { $0.elementsEqual("-".utf8) }),
      fields.count > dash + 3
    else { return nil }
    let options = [fields[5], fields[dash + 3]].map { $0.split(separator: UInt8(ascii: ",")) }
    return MountedFileSystem(
      path: unescaped(fields[4]), type: unescaped(fields[dash + 1]), source: unescaped(fields[dash + 2]),
      isReadOnly: options.contains { $0.contains { $0.elementsEqual("ro".utf8) } },
      device: unescaped(fields[2]))
  }

  /// The kernel writes blanks and the like as a backslash and three octal digits.
  private static func unescaped(_ field: ArraySlice<UInt8>) -> String {
    var octets: [UInt8] = []
    var rest = field
    while let octet = rest.popFirst() {
      if octet == UInt8(ascii: "\\"), rest.count >= 3,
        let value = UInt8(String(decoding: rest.prefix(3), as: UTF8.self), radix: 8)
      {
        octets.append(value)
        rest = rest.dropFirst(3)
      } else {
        octets.append(octet)
      }
    }
    return String(decoding: octets, as: UTF8.self)
  }
}
