import Glibc

/// A folder for the files of one process, below the one that the caller names, who removes it.
enum Scratch {
  static let path: String = {
    let parent = getenv("POPKEEP_FUZZ_FOLDER").map { String(cString: $0) } ?? "/tmp"
    guard let template = strdup("\(parent)/popkeep-fuzz-XXXXXX"), mkdtemp(template) != nil else {
      fatalError("no folder can be made in \(parent)")
    }
    defer { free(template) }
    return String(cString: template)
  }()

  /// Makes the file `name`, or puts other content in its place.
  static func write(_ octets: [UInt8], to name: String) -> String {
    let file = "\(path)/\(name)"
    let descriptor = open(file, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { fatalError("\(file) cannot be made") }
    defer { close(descriptor) }
    var rest = octets[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      guard count > 0 else { fatalError("\(file) cannot be written") }
      rest = rest.dropFirst(count)
    }
    return file
  }

  static func read(_ file: String) -> [UInt8] {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { fatalError("\(file) cannot be read") }
    defer { close(descriptor) }
    var octets: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(descriptor, &block, block.count)
      guard count > 0 else { return octets }
      octets += block[..<count]
    }
  }
}
