import Glibc
import TestFiles

/// What the kernel says of a process that runs.
package struct ProcessSample: Sendable, Equatable {
  /// Seconds of processor time, user and system, of all its threads.
  package let processor: Double
  /// In octets: what it holds in memory now, and the most that it ever held.
  package let resident: Int64
  package let peak: Int64
  package let threads: Int
  package let descriptors: Int

  package init(processor: Double, resident: Int64, peak: Int64, threads: Int, descriptors: Int) {
    self.processor = processor
    self.resident = resident
    self.peak = peak
    self.threads = threads
    self.descriptors = descriptors
  }

  static func now(_ process: pid_t) throws -> ProcessSample {
    guard
      let sample = ProcessSample(
        stat: try text("/proc/\(process)/stat"), status: try text("/proc/\(process)/status"),
        ticks: Double(sysconf(Int32(_SC_CLK_TCK))),
        descriptors: try folderNames("/proc/\(process)/fd").count)
    else { throw BenchFailure("/proc/\(process) cannot be understood") }
    return sample
  }

  /// Reads `stat` and `status` below `/proc`; nil where they are none.
  package init?(stat: String, status: String, ticks: Double, descriptors: Int) {
    // The name in parentheses may hold anything.
    guard let end = stat.lastIndex(of: ")") else { return nil }
    let words = stat[stat.index(after: end)...].split(separator: " ")
    guard words.count > 12, let user = Double(words[11]), let system = Double(words[12]) else { return nil }
    func figure(_ name: String) -> Int64? {
      status.split(separator: "\n").first { $0.hasPrefix("\(name):") }
        .flatMap { line in line.split(whereSeparator: \.isWhitespace).dropFirst().first }.flatMap {
          Int64($0)
        }
    }
    guard let resident = figure("VmRSS"), let peak = figure("VmHWM"), let threads = figure("Threads") else {
      return nil
    }
    self.init(
      processor: (user + system) / ticks, resident: resident * 1024, peak: peak * 1024,
      threads: Int(threads), descriptors: descriptors)
  }

  private static func text(_ path: String) throws -> String {
    String(decoding: try readFile(path), as: UTF8.self)
  }
}
