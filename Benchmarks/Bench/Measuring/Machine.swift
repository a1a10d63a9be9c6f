import Glibc
import TestFiles

/// What the figures were taken on.
enum Machine {
  static func description(disk: String) -> String {
    let processors = lines("/proc/cpuinfo")
    let model = processors.first { $0.hasPrefix("model name") }?.split(separator: ":").last
    let count = processors.count { $0.hasPrefix("processor") }
    let memory = lines("/proc/meminfo").first.flatMap { line in
      line.split(separator: " ").dropFirst().first.flatMap { Int($0) }
    }
    let kernel = lines("/proc/sys/kernel/osrelease").first ?? "unknown"
    return """
      \(count) processors (\(model?.drop { $0 == " " } ?? "unknown")), \((memory ?? 0) / 1_048_576) GiB, \
      Linux \(kernel), \(fileSystem(of: disk))
      """
  }

  /// The type of the file system that the longest mount point above `path` has.
  private static func fileSystem(of path: String) -> String {
    let mounts = lines("/proc/mounts").map { $0.split(separator: " ") }.filter { $0.count > 2 }
    let above = mounts.filter { path == $0[1] || path.hasPrefix($0[1] == "/" ? "/" : "\($0[1])/") }
    return above.max { $0[1].count < $1[1].count }.map { "\($0[2]) on \($0[0])" } ?? "unknown disk"
  }

  private static func lines(_ path: String) -> [Substring] {
    do {
      return String(decoding: try readFile(path), as: UTF8.self).split(separator: "\n")
    } catch {
      return []
    }
  }
}
