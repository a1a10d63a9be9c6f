/// A run of scripts/install.sh with the program that stands beside the tests.
struct Installation {
  let command: ShellCommand

  init(prefix: String, destination: String = "") throws {
    let program = try CommandHelp.programPath()
    command = try ShellCommand("DESTDIR='\(destination)' POPKEEP='\(program)' scripts/install.sh '\(prefix)'")
  }
}
