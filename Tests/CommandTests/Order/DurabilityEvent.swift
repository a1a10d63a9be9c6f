/// A step on the way to safety, or away from the server, that a trace shows.
struct DurabilityEvent: Equatable {
  enum Kind: Equatable {
    case write(path: String, data: String)
    case flush(path: String)
    case flushFileSystem
    case rename(from: String, to: String)
    case makeFolder(String)
    /// The command DELE leaves for the server.
    case delete(message: Int)
  }

  let kind: Kind
  /// When it began and ended, in lines of the trace.
  let begun: Int
  let ended: Int

  /// The events of a trace, in the order in which they began; calls that failed are none.
  static func events(of trace: SystemCallTrace) -> [DurabilityEvent] {
    trace.calls.filter(\.succeeded).flatMap { call in
      kinds(call).map { DurabilityEvent(kind: $0, begun: call.begun, ended: call.ended) }
    }
  }

  private static func kinds(_ call: SystemCallTrace.Call) -> [Kind] {
    let arguments = call.arguments
    switch call.name {
    case "write", "pwrite64", "sendto":
      guard arguments.count > 1 else { return [] }
      if call.name == "sendto" || path(arguments[0]).hasPrefix("socket:") {
        return deletions(in: arguments[1]).map { .delete(message: $0) }
      }
      return [.write(path: path(arguments[0]), data: arguments[1])]
    case "ftruncate": return [.write(path: path(arguments[0]), data: "")]
    case "fsync", "fdatasync": return [.flush(path: path(arguments[0]))]
    case "syncfs": return [.flushFileSystem]
    // A link to a name that must be free, then the first name removed: a rename by another way.
    case "renameat", "renameat2", "linkat":
      guard arguments.count > 3 else { return [] }
      return [
        .rename(from: name(arguments[1], in: arguments[0]), to: name(arguments[3], in: arguments[2]))
      ]
    case "mkdirat":
      guard arguments.count > 1 else { return [] }
      return [.makeFolder(name(arguments[1], in: arguments[0]))]
    default: return []
    }
  }

  /// The path in `9</path>`.
  private static func path(_ argument: String) -> String {
    guard let start = argument.firstIndex(of: "<"), let end = argument.lastIndex(of: ">") else { return "" }
    return String(argument[argument.index(after: start)..<end])
  }

  private static func name(_ quoted: String, in folder: String) -> String {
    let name = quoted.drop { $0 == "\"" }.prefix { $0 != "\"" }
    return name.hasPrefix("/") ? String(name) : "\(path(folder))/\(name)"
  }

  private static func deletions(in data: String) -> [Int] {
    data.matches(of: /DELE (\d+)\\r\\n/).compactMap { Int($0.output.1) }
  }
}
