import Glibc
import TestFiles

/// What is to befall the program at the Nth of its calls that change files, counted over all of its threads.
///
/// A library that is preloaded into the program does it: `Tests/Support/Faults`.
struct Fault: Sendable {
  enum Kind: String, Sendable, CustomStringConvertible {
    case kill
    /// It is halted until SIGCONT comes, and the call is made then.
    case halt
    case full = "ENOSPC"
    case staysFull = "ENOSPC+"
    case broken = "EIO"
    case staysBroken = "EIO+"
    case staysReadOnly = "EROFS+"
    case short
    var description: String { rawValue }
  }

  /// Which calls count.
  enum Place: Sendable {
    case archive, index, tokens
    /// A folder of a copy on a drive.
    case folder(String)
    func path(_ archive: String) -> String {
      switch self {
      case .archive: archive
      case .folder(let name): "\(archive)/\(name)/"
      case .index: "\(archive)/index.sqlite"
      case .tokens: "\(archive)/.popkeep/tokens/"
      }
    }
  }

  let kind: Kind
  let place: Place
  let number: Int

  /// What makes the program meet it; `mark` is a file that is made when it does.
  func environment(archive: String, mark: String) throws -> [String: String] {
    [
      "LD_PRELOAD": try Self.library(), "POPKEEP_FAULT": kind.rawValue, "POPKEEP_FAULT_AT": "\(number)",
      "POPKEEP_FAULT_BELOW": place.path(archive), "POPKEEP_FAULT_MARK": mark,
    ]
  }

  /// What makes the program believe that it is so many seconds later.
  static func clock(ahead seconds: Int) throws -> [String: String] {
    ["LD_PRELOAD": try library(), "POPKEEP_CLOCK": "\(seconds)"]
  }

  /// What makes the program find no library of this name.
  static func missing(_ library: String) throws -> [String: String] {
    ["LD_PRELOAD": try self.library(), "POPKEEP_MISSING": library]
  }

  /// What makes a library tidy up at the end of the program, and make a file then.
  static func cleanup(mark: String) throws -> [String: String] {
    ["LD_PRELOAD": try library(), "POPKEEP_CLEANUP": mark]
  }

  private static func library() throws(Program.Missing) -> String {
    let program = try Program.path()
    let library = program.split(separator: "/").dropLast().reduce("") { "\($0)/\($1)" } + "/libTestFaults.so"
    guard access(library, R_OK) == 0 else {
      throw Program.Missing(description: "there is no \(library): build it first")
    }
    return library
  }
}
