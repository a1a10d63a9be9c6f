import Glibc

/// What the process was started with.
enum Environment {
  static subscript(name: String) -> String? {
    getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// All of it.
  static var all: [String: String] {
    var variables: [String: String] = [:]
    var entry = environ
    while let text = entry.pointee {
      let pair = String(cString: text).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      if pair.count == 2 { variables[String(pair[0])] = String(pair[1]) }
      entry += 1
    }
    return variables
  }

  /// This process.
  static var process: Int32 { getpid() }

  /// A number from the kernel's randomness.
  static func randomSeed() -> UInt64 {
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }

  /// What tells one state of a file from another; nil where there is none.
  static func fileVersion(of path: String) -> String? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return
      "\(status.st_dev) \(status.st_ino) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }

  /// The user's home folder.
  static var home: String { self["HOME"] ?? "/" }

  /// `$XDG_CONFIG_HOME/popkeep/config.json`, else the same below `~/.config`.
  static var defaultConfigPath: String {
    "\(self["XDG_CONFIG_HOME"] ?? "\(home)/.config")/popkeep/config.json"
  }

  /// Seconds since 1970 UTC: the one place where the wall clock is read.
  static func now() -> Int64 { Int64(time(nil)) }

  /// A time in seconds since 1970 as `2026-11-26 21:50:07`, UTC.
  static func day(_ seconds: Int64) -> String {
    var time = time_t(seconds)
    var parts = tm()
    guard gmtime_r(&time, &parts) != nil else { return "?" }
    var text = [CChar](repeating: 0, count: 32)
    let count = strftime(&text, text.count, "%Y-%m-%d %H:%M:%S", &parts)
    return String(decoding: text.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  /// Minutes since midnight here, at a time in seconds since 1970 UTC.
  static func minuteOfDay(_ now: Int64) -> Int {
    var time = time_t(now)
    var parts = tm()
    guard localtime_r(&time, &parts) != nil else { return 0 }
    return Int(parts.tm_hour) * 60 + Int(parts.tm_min)
  }

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
