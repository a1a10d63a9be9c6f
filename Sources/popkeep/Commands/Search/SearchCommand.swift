import ArgumentParser
import Reading

struct SearchCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Find messages by words, people, dates, attachments and more.",
    discussion: """
      Words stand beside each other and all of them count; OR, NOT, -word and parentheses do what they say. Fields: \
      from: to: subject: body: filename: account: has:attachment is:unread larger: smaller: after: before: date: \
      thread: id: messageid:. All of it is in docs/searching.md.

      Examples:
        popkeep search annual report
        popkeep search from:alice subject:"annual report" after:2024-01
        popkeep search invoice -draft 'filename:*.pdf' before:30d
        popkeep search 'lunch OR dinner' is:unread --threads
        popkeep search larger:5M --files

      Exit codes: 0 done, also when nothing was found, 64 usage, 74 disk, 75 another program reads the archive and does not \
      end, 78 configuration.
      """)

  @Argument(parsing: .remaining, help: ArgumentHelp("What to look for.", valueName: "query"))
  var query: [QueryArgument]

  @OptionGroup var form: SearchForm
  @OptionGroup var place: ArchiveOptions
  @OptionGroup var common: SharedOptions

  func run() async throws { try await request.run() }

  private var request: SearchRequest {
    var request = SearchRequest(words: query.map(\.text))
    (request.archive, request.config) = (place.archive, common.config)
    (request.json, request.quiet, request.verbose) = (common.json, common.quiet, common.verbose)
    (request.limit, request.page, request.sort) = (form.limit, form.page, form.sort)
    (request.files, request.null, request.count, request.threads) = (
      form.files, form.null, form.count, form.threads
    )
    (request.noSnippets, request.copies) = (form.noSnippets, form.copies)
    return request
  }
}

/// What `search` prints of what it finds.
struct SearchForm: ParsableArguments {
  @Option(name: .long, help: "How many at most; 0: all. Default: 20, with --json or --files all.")
  var limit: Int?

  @Option(name: .long, help: "Which page of so many.")
  var page = 1

  @Option(
    name: .long, help: "The newest first (date), the oldest first (oldest), or what fits best (relevance).")
  var sort = SearchExtent.Order.date

  @Flag(name: .long, help: "Print the paths of the files.")
  var files = false

  @Flag(name: [.customShort("0"), .long], help: "With --files: end each path with NUL.")
  var null = false

  @Flag(name: .long, help: "Print how many there are.")
  var count = false

  @Flag(name: .long, help: "Print a line a thread.")
  var threads = false

  @Flag(name: .long, help: "Print no text of the messages.")
  var noSnippets = false

  @Flag(name: .long, help: "Print every copy of a message that is there several times.")
  var copies = false

  func validate() throws {
    var request = SearchRequest(words: [])
    (request.limit, request.page, request.null) = (limit, page, null)
    (request.files, request.count, request.threads) = (files, count, threads)
    if let fault = request.fault { throw ValidationError(fault) }
  }
}

extension SearchExtent.Order: ExpressibleByArgument {}
