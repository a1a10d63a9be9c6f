import ArgumentParser

/// How fast text is made of parts, and words of text.
struct TextCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "text",
    abstract: "Measures how fast text becomes words and HTML becomes text, in memory, on one processor.")

  @Option(help: "How often each figure is taken; the median is printed.")
  var rounds = 9

  @Option(help: "Megabytes of each text.")
  var size = 16

  func validate() throws {
    if rounds < 1 { throw ValidationError("--rounds is at least 1.") }
    if size < 1 { throw ValidationError("--size is at least 1.") }
  }

  func run() throws {
    var table = Table(["text", "what", "MB/s", "aim"])
    for text in TextRun.Text.allCases {
      let run = TextRun(text, octets: size << 20, rounds: rounds)
      for line in run.lines { table.add(line) }
    }
    print(table.text)
  }
}
