import FoundationEssentials
import Glibc
import TestFiles

/// A program for hooks: keeps its arguments and what it is told on standard input.
final class RecordingHook: Sendable {
  /// Where it keeps them.
  let folder: String
  private let program: String

  init(_ home: UserHome) throws {
    folder = home.folder("hooked")
    guard mkdir(folder, 0o700) == 0 else { throw SystemFailure("mkdir") }
    program = try home.folder.write(
      "hook",
      text: """
        #!/bin/sh
        set -eu
        number=1
        while ! mkdir "\(folder)/$1.$number" 2>/dev/null; do number=$((number + 1)); done
        printf '%s\\n' "$@" >"\(folder)/$1.$number/arguments"
        env >"\(folder)/$1.$number.environment"
        cat >"\(folder)/$1.$number/input"
        mv "\(folder)/$1.$number/input" "\(folder)/$1.$number.json"
        mv "\(folder)/$1.$number/arguments" "\(folder)/$1.$number.arguments"

        """)
    guard chmod(program, 0o700) == 0 else { throw SystemFailure("chmod") }
  }

  /// Its command as JSON; `name` is its first argument.
  func command(_ name: String, _ arguments: String...) -> String {
    "[\"\(program)\", \(([name] + arguments).map { "\"\($0)\"" }.joined(separator: ", "))]"
  }

  /// How often it has run to its end under this name.
  func runs(_ name: String) throws -> Int {
    try folderNames(folder).count { $0.hasPrefix("\(name).") && $0.hasSuffix(".arguments") }
  }

  /// What it was told the nth time.
  func event(_ name: String, _ number: Int = 1) throws -> JSONText {
    try Awaited.until("the hook \(name)") { try runs(name) >= number }
    return try JSONDecoder().decode(
      JSONText.self, from: Data(try readFile("\(folder)/\(name).\(number).json")))
  }

  /// Its environment the nth time, a variable a line.
  func environment(_ name: String, _ number: Int = 1) throws -> String {
    String(decoding: try readFile("\(folder)/\(name).\(number).environment"), as: UTF8.self)
  }

  /// Its arguments the nth time, a line each.
  func arguments(_ name: String, _ number: Int = 1) throws -> String {
    String(decoding: try readFile("\(folder)/\(name).\(number).arguments"), as: UTF8.self)
  }
}
