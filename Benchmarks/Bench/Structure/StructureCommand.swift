import ArgumentParser
import TestFiles

/// How fast the structure of messages is found, beside `memchr` over the same octets.
struct StructureCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "structure",
    abstract: "Measures how fast the parts of messages are found and decoded, in memory, on one processor.")

  @Option(help: "How often each figure is taken; the median is printed.")
  var rounds = 9

  @Option(help: "Megabytes of each kind of made mail.")
  var size = 100

  func validate() throws {
    if rounds < 1 { throw ValidationError("--rounds is at least 1.") }
    if size < 1 { throw ValidationError("--size is at least 1.") }
  }

  func run() throws {
    var table = Table(["mail", "messages", "what", "MB/s", "× memchr", "aim"])
    var sets = [
      StructureMail.text(size << 20), StructureMail.attachments(size << 20),
      StructureMail.digests(size << 20),
    ]
    let corpus = try StructureMail.corpus()
    if let corpus { sets.insert(corpus, at: 0) }
    for mail in sets {
      let run = StructureRun(mail, rounds: rounds)
      for line in run.lines { table.add(line) }
    }
    print(table.text)
    if corpus == nil { print("The corpus is missing: ../shared/corpus.") }
  }
}
