import Glibc

extension [UInt8] {
  /// Overwrites what was in it, where this is the only one that holds it, and empties it.
  ///
  /// For the buffers that a password passes through. The password itself is an array like others while it is used: what
  /// keeps it off the disk is that there are no core files.
  mutating func wipe() {
    withUnsafeMutableBytes { octets in
      if let start = octets.baseAddress { explicit_bzero(start, octets.count) }
    }
    removeAll()
  }
}
