import Glibc
import TestFiles

// What must hold after a cut. The sentences are what docs/promises.md quotes.

/// What was found after one cut.
struct Inspection {
  private(set) var faults: [Fault] = []
  /// Message files that the index does not know yet: the next fetch takes them in.
  private(set) var unindexed = 0
  private(set) var stored = 0
  private(set) var temporaries = 0
  /// Messages that the fetch after the cut brought.
  private(set) var brought = 0

  /// Looks at the archive as the cut has left it.
  mutating func inspect(_ machine: Machine, _ wreck: Machine.Wreck) throws {
    let contents = try machine.contents()
    stored = contents.numbers.count
    temporaries = contents.temporaries
    `after a power cut every message that had left the server is in the archive byte-exact`(
      contents, wreck.gone)
    try `after a power cut verify passes`(machine)
  }

  /// Lets popkeep go on from what the cut has left.
  mutating func resume(_ machine: Machine) throws {
    let (status, output) = try machine.popkeep.fetchAll()
    if status != 0 { faults.append(Fault(.command, "the next fetch ends with \(status): \(output)")) }
    let contents = try machine.contents()
    brought = contents.numbers.count - stored
    stored = contents.numbers.count
    try `the fetch after a power cut brings the rest, and nothing is there twice`(machine, contents)
  }

  mutating func `after a power cut every message that had left the server is in the archive byte-exact`(
    _ contents: ArchiveContents, _ gone: Set<Int>
  ) {
    for number in gone.subtracting(contents.numbers).sorted() {
      faults.append(Fault(.lost, "message \(number) has left the server and is not in the archive"))
    }
    noteFiles(of: contents)
  }

  /// Names without rows may be there, which `verify` tells and does not count as a problem.
  mutating func `after a power cut verify passes`(_ machine: Machine) throws {
    let (status, output) = try machine.popkeep.run("verify")
    let lines = output.split(separator: "\n")
    unindexed = lines.count { $0.hasPrefix("popkeep: unindexed: ") }
    guard status == 0, lines.count == unindexed + 1 else {
      return faults.append(Fault(.command, "verify after the cut ends with \(status): \(output)"))
    }
  }

  mutating func `the fetch after a power cut brings the rest, and nothing is there twice`(
    _ machine: Machine, _ contents: ArchiveContents
  ) throws {
    let remaining = try machine.mailbox.remaining()
    for number in Set(0..<machine.mailbox.count).subtracting(contents.numbers).sorted() {
      let kind: Fault.Kind = remaining.contains(number) ? .unfetched : .lost
      faults.append(Fault(kind, "message \(number) is not in the archive after the next fetch"))
    }
    if !remaining.isEmpty {
      faults.append(Fault(.unfetched, "still on the server: \(remaining.sorted())"))
    }
    noteFiles(of: contents)
    if contents.temporaries > 0 {
      faults.append(Fault(.damaged, "\(contents.temporaries) files of the cut fetch are still in tmp"))
    }
    let (status, output) = try machine.popkeep.run("verify")
    guard status == 0, output.split(separator: "\n").count == 1 else {
      return faults.append(Fault(.command, "verify after the next fetch ends with \(status): \(output)"))
    }
  }

  /// What popkeep itself gives back must be what was put in.
  mutating func export(_ machine: Machine) throws {
    let folder = try TemporaryFolder()
    let (status, output) = try machine.popkeep.run("export", "--to", folder("mail"))
    if status != 0 { faults.append(Fault(.command, "export ends with \(status): \(output)")) }
    let exported = try ArchiveContents(exported: folder("mail"), digests: machine.mailbox.digests)
    noteFiles(of: exported)
    if exported.numbers.count != machine.mailbox.count {
      faults.append(Fault(.lost, "\(machine.mailbox.count) messages, \(exported.numbers.count) exported"))
    }
  }

  private mutating func noteFiles(of contents: ArchiveContents) {
    for name in contents.damaged { faults.append(Fault(.damaged, name)) }
    for number in contents.doubled { faults.append(Fault(.doubled, "message \(number)")) }
  }
}
