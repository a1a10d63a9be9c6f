import Glibc

/// What the process was started with.
enum Environment {
  static subscript(name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// The user's home folder.
  static var home: String { self["HOME"] ?? "/" }

  /// `$XDG_CONFIG_HOME/popkeep/config.json`, else the same below `~/.config`.
  static var defaultConfigPath: String {
    "\(self["XDG_CONFIG_HOME"] ?? "\(home)/.config")/popkeep/config.json"
  }

  /// Seconds since 1970 UTC: the one place where the wall clock is read.
  static func now() -> Int64 { Int64(time(nil)) }

  /// Processors that are there; at least one.
  static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// `bytes` of randomness from the kernel, in hexadecimal.
  static func randomHex(bytes: Int) -> String {
    var generator = SystemRandomNumberGenerator()
    return (0..<bytes).map { _ in
      let byte = UInt8.random(in: 0...255, using: &generator)
      return String(byte >> 4, radix: 16) + String(byte & 15, radix: 16)
    }.joined()
  }

  /// `path` as an absolute path.
  static func absolute(_ path: String) -> String {
    if path.hasPrefix("/") { return path }
    if path == "~" || path.hasPrefix("~/") { return home + path.dropFirst() }
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
    guard let folder = getcwd(&buffer, buffer.count) else { return path }
    return "\(String(cString: folder))/\(path)"
  }
}
