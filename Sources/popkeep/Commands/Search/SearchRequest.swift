import Archive
import ArgumentParser
import Fetching
import Glibc
import Reading
import Settings

/// One search as the command line asks for it, and its run.
struct SearchRequest {
  enum Kind { case messages, threads, files, count }

  var words: [String]
  var archive: String?
  var config: String?
  var json = false
  var quiet = false
  var verbose = false
  var limit: Int?
  var page = 1
  var sort = SearchExtent.Order.date
  var files = false
  var null = false
  var count = false
  var threads = false
  var noSnippets = false
  var copies = false

  /// Ends the program, where it ends with the search. What it has open the system closes sooner than it would itself, with
  /// a thread that it would begin for that.
  private var endProgram: (() -> Void)?

  init(words: [String]) { self.words = words }

  /// What does not go together; nil: all does.
  var fault: String? {
    if let limit, limit < 0 { return "--limit is a count, or 0 for all." }
    if page < 1 { return "--page is a number, from 1." }
    if page > 1, limit == 0 { return "All are on one page: --page takes a --limit." }
    if [files, count, threads].count(where: \.self) > 1 {
      return "Say one of --files, --count and --threads."
    }
    if null, !files { return "--null belongs to --files." }
    return nil
  }

  private var kind: Kind { files ? .files : count ? .count : threads ? .threads : .messages }

  private func extent(isForPrograms: Bool) -> SearchExtent {
    // A program that gets some, and is not told so, takes them for all.
    let limit = limit ?? (isForPrograms && page == 1 ? 0 : 20)
    return SearchExtent(limit: limit == 0 ? nil : limit, page: page, order: sort, copies: copies)
  }

  /// The archive's folder, from the command line or the configuration.
  private var path: String {
    get throws {
      if let archive { return Environment.absolute(archive) }
      do {
        let file = config ?? Environment.defaultConfigPath
        return try Configuration.load(file: file, home: Environment.home).archive
      } catch {
        throw Failure(.configuration, error.sentence, hint: "")
      }
    }
  }

  /// Runs, and ends the program with the exit code where that is not 0.
  func runAsProgram() async {
    var request = self
    request.endProgram = { exit(0) }
    do { try await request.run() } catch {
      // Everything else was told and became one.
      exit((error as? ExitCode)?.rawValue ?? Problem.Class.bug.exitCode)
    }
  }

  func run() async throws {
    try await endingWithExitCode {
      let archive = try ArchiveFolder.open(try path, for: .reading)
      let accounts = try archive.accountNames()
      let read = { (text: String) throws(QueryFault) in
        try QueryReader.read(text, now: Environment.now(), accounts: accounts)
      }
      let readings = try Self.sensible(QueryWords.readings(words)) { text throws(QueryFault) in
        _ = try read(text)
      }
      let problem = SearchedArchive.catchUp(archive, quiet: quiet || json, verbose: verbose)
      if quiet, !json { return try SearchedArchive.endIncomplete(problem) }
      let extent = extent(isForPrograms: json || files)
      var run = try SearchRun(archive, read(readings[0]), extent)
      if readings.count > 1, try !run.finds() { run = try SearchRun(archive, read(readings[1]), extent) }
      try print(&run, readings[0])
      try SearchedArchive.endIncomplete(problem)
      if let endProgram {
        try refuseLoss()
        ProgramEnd.forgoCleanup()
        withExtendedLifetime(run) { endProgram() }
      }
    }
  }

  /// Of what the words may mean, what means something; where nothing does, the fault of the likeliest.
  private static func sensible(
    _ readings: [String], _ read: (String) throws(QueryFault) -> Void
  ) throws(QueryFault) -> [String] {
    var sensible: [String] = []
    var first: QueryFault?
    for reading in readings {
      do throws(QueryFault) {
        try read(reading)
        sensible.append(reading)
      } catch { first = first ?? error }
    }
    if sensible.isEmpty, let first { throw first }
    return sensible
  }

  private func print(_ run: inout SearchRun, _ text: String) throws {
    switch kind {
    case .count where json: try JSONOutput.print(["count": try run.count()])
    case .count: Output.line("\(try run.count())")
    case .files where json: try JSONOutput.printArray(of: String.self) { try run.forEachPath($0) }
    case .files:
      try run.forEachPath { path in
        Output.path(path, end: null ? "\0" : "\n")
        return !Output.isUnread
      }
    case .threads where json:
      try JSONOutput.printArray(of: ThreadSummary.self) { try run.forEachThread($0) }
    case .messages where json:
      try JSONOutput.printArray(of: MessageDocument.self) { try run.forEachDocument($0) }
    case .threads, .messages: try printLines(&run, text)
    }
  }

  private func printLines(_ run: inout SearchRun, _ text: String) throws {
    let screen = Screen()
    var isEmpty = true
    func put(_ line: MarkedText) -> Bool {
      isEmpty = false
      Output.line(line, isStyled: screen.isStyled)
      return !Output.isUnread
    }
    try Pager.showing {
      if threads {
        let sought = SoughtHeaders(run.query)
        try run.forEachThread { put($0.line(width: screen.width, marking: sought)) }
      } else {
        try run.forEachLine(width: screen.width, withSnippets: !noSnippets, put)
      }
      if isEmpty { Output.line("Nothing was found for: \(text)") }
    }
  }
}
