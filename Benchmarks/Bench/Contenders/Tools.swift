import Glibc
import TestServers

/// The programs of the bench, built beside it, and the popkeep that is measured.
struct Tools {
  let popkeep: String
  /// Words before popkeep's own: a profiler that runs it.
  let profiler: [String]
  let reader: String
  let stopwatch: String
  let bench: String

  /// - Parameter popkeep: nil for the one that was built beside the bench.
  init(popkeep: String?, profiler: [String] = []) throws {
    self.profiler = profiler
    var buffer = [CChar](repeating: 0, count: 4096)
    let length = readlink("/proc/self/exe", &buffer, buffer.count)
    guard length > 0 else { throw BenchFailure(call: "readlink /proc/self/exe") }
    let own = String(decoding: buffer[..<length].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let folder = "/" + own.split(separator: "/").dropLast().joined(separator: "/")
    self.popkeep = popkeep ?? "\(folder)/popkeep"
    reader = "\(folder)/popkeep-bare-reader"
    stopwatch = "\(folder)/popkeep-stopwatch"
    bench = own
    for path in [self.popkeep, reader, stopwatch] where access(path, X_OK) != 0 {
      throw BenchFailure("\(path) is not built")
    }
  }

  /// Whether this machine has what runs as `contender`.
  func has(_ contender: Contender) -> Bool {
    switch contender {
    case .popkeep, .reader, .visitor: true
    case .mpop: ChildProcess.locate("mpop") != nil
    case .fetchmail: ChildProcess.locate("fetchmail") != nil
    case .getmail: ChildProcess.locate("getmail") != nil
    }
  }
}
