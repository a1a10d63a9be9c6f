import Archive
import ArgumentParser
import Reading
import SystemPackage

struct ShowCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show messages: who, when, about what, the text, what is attached.",
    discussion: """
      A message is named by the digits that list and search print, by its Message-ID in angle brackets, or by the \
      path of a file: one of the archive, or one with the same content.

      Examples:
        popkeep show 5f3a9c01d2
        popkeep show '<20261123.4711@example.org>' --headers
        popkeep show 5f3a9c01d2 --attachments ~/Downloads
        popkeep show 5f3a9c01d2 --part 2 > report.pdf
        popkeep show 5f3a9c01d2 --raw > message.eml

      Exit codes: 0 done, 64 usage, or there is no such message, 65 the file of a message is gone or damaged, 73 \
      cannot create, 74 disk, 78 configuration.
      """)

  @Argument(help: ArgumentHelp("Which messages.", valueName: "message"))
  var messages: [String]

  @Flag(name: .long, help: "Show every field of the header, decoded.")
  var headers = false

  @Flag(name: .long, help: "Print the message as the server sent it.")
  var raw = false

  @Option(
    name: .long,
    help: ArgumentHelp("Print the decoded content of this part, such as 1.2.", valueName: "number"))
  var part: String?

  @Option(
    name: .long,
    help: ArgumentHelp("Write the attachments into this folder; nothing is overwritten.", valueName: "dir"))
  var attachments: String?

  @OptionGroup var place: ArchiveOptions
  @OptionGroup var common: SharedOptions

  func validate() throws {
    if [headers, raw, part != nil, attachments != nil].count(where: \.self) > 1 {
      throw ValidationError("Say one of --headers, --raw, --part and --attachments.")
    }
    if common.json, headers || raw || part != nil {
      throw ValidationError("--json has all of a message: it goes with --attachments only.")
    }
    if part != nil, messages.count > 1 { throw ValidationError("--part is of one message.") }
    if attachments == "" { throw ValidationError("Where to is empty: name a folder.") }
  }

  func run() async throws {
    try await endingWithExitCode {
      let archive = try place.open(for: .reading, common)
      // The thread is known of what was read for search.
      if common.json { _ = SearchedArchive.catchUp(archive, common) }
      var shown = try ShownMessages(archive, messages)
      if let attachments {
        try write(&shown, into: FilePath(Environment.absolute(attachments)))
      } else if raw {
        try printRaw(shown)
      } else if let part {
        try printPart(part, &shown)
      } else if common.json {
        try printDocuments(&shown)
      } else if !common.quiet {
        try printSheets(&shown)
      }
    }
  }

  /// One document, or an array of several.
  private func printDocuments(_ shown: inout ShownMessages) throws {
    if messages.count == 1 { return try shown.forEachDocument { try JSONOutput.print($0) } }
    try JSONOutput.printArray(of: MessageDocument.self) { put in
      try shown.forEachDocument { _ = try put($0) }
    }
  }

  private func printSheets(_ shown: inout ShownMessages) throws {
    let width = Output.width
    var isFirst = true
    try Pager.showing {
      try shown.forEachSheet(width: width, headers: headers) { lines in
        if !isFirst { Output.line() }
        isFirst = false
        for line in lines where !Output.isUnread { Output.line(line) }
      }
    }
  }

  /// As the server sent it; what goes to a terminal is made harmless.
  private func printRaw(_ shown: borrowing ShownMessages) throws {
    guard Output.isTerminal else { return try shown.forEachPiece(Output.octets) }
    var octets: [UInt8] = []
    try shown.forEachPiece { octets += $0 }
    try printText(octets)
  }

  private func printPart(_ number: String, _ shown: inout ShownMessages) throws {
    let isTerminal = Output.isTerminal
    var octets: [UInt8] = []
    try shown.forEachPiece(ofPart: number, isTextOnly: isTerminal) { type in
      throw ValidationError(
        "Part \(number) is \(type), which a terminal cannot show: write it into a file, with > FILE.")
    } _: { piece in
      if isTerminal { octets += piece } else { Output.octets(piece) }
    }
    if isTerminal { try printText(octets) }
  }

  private func printText(_ octets: [UInt8]) throws {
    try Pager.showing {
      for line in TerminalText.lines(String(decoding: octets, as: UTF8.self)) where !Output.isUnread {
        Output.line(line)
      }
    }
  }

  private func write(_ shown: inout ShownMessages, into path: FilePath) throws {
    let written = try shown.writeAttachments(into: try AttachmentFolder(path))
    if common.json { return try JSONOutput.print(written) }
    guard !common.quiet else { return }
    for file in written { Output.line("\(file.file) (\(Quantity.octets(file.octets)))") }
    if written.isEmpty { Output.line("Nothing is attached.") }
  }
}
