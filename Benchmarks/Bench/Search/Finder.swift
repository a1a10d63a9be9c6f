import Glibc
import TestFiles
import TestServers

/// A program that finds mail, and its place in a folder of its own.
struct Finder {
  enum Program: String, CaseIterable { case popkeep, mu, notmuch }

  let program: Program
  let tools: Tools
  /// A Maildir of popkeep's, which the others read as it is.
  let archive: String
  /// Where this one keeps what it knows.
  let place: String
  private var maildir: String { "\(archive)/accounts/home" }

  static func isHere(_ program: Program) -> Bool {
    program == .popkeep || ChildProcess.locate(program.rawValue) != nil
  }

  /// What is done before the clock runs.
  func prepare(_ stopwatch: Stopwatch) throws {
    switch program {
    case .popkeep: break
    case .mu:
      try demand(
        stopwatch.time(["mu", "init", "--muhome=\(place)/mu", "--maildir=\(maildir)"], name: "mu-init"),
        "mu init")
    case .notmuch:
      try writeFile(
        "\(place)/config",
        Array(
          """
          [database]
          path=\(maildir)
          [user]
          name=Bench
          primary_email=bench@example.org
          [new]
          tags=
          [search]
          exclude_tags=
          [maildir]
          synchronize_flags=false

          """.utf8))
    }
  }

  private func demand(_ run: (measurement: Measurement, output: String), _ what: String) throws {
    guard run.measurement.status == 0 else { throw BenchFailure("\(what): \(run.output)") }
  }

  /// Reads all mail for the first time.
  var index: [String] {
    switch program {
    // The first search reads what nobody has read.
    case .popkeep: [tools.popkeep, "search", "--archive", archive, "--count", "nothinglikeit"]
    case .mu: ["mu", "index", "--quiet", "--muhome=\(place)/mu"]
    case .notmuch: ["env", "NOTMUCH_CONFIG=\(place)/config", "notmuch", "new", "--quiet"]
    }
  }

  /// Prints the first twenty messages that answer, the newest first; nil where the program has no such question.
  func ask(_ question: Question) -> [String]? {
    switch program {
    case .popkeep:
      [tools.popkeep, "search", "--archive", archive] + (question.isRanked ? ["--sort", "relevance"] : [])
        + question.popkeep
    case .mu:
      question.mu.map {
        ["mu", "find", "--muhome=\(place)/mu", "--maxnum=20", "--sortfield=date", "--reverse", "--", $0]
      }
    case .notmuch:
      question.notmuch.map {
        [
          "env", "NOTMUCH_CONFIG=\(place)/config", "notmuch", "search", "--limit=20", "--sort=newest-first",
          "--", $0,
        ]
      }
    }
  }

  /// Octets on the disk of what it knows for finding.
  func size() throws -> Int64 {
    switch program {
    case .popkeep: try Self.size(of: ["", "-wal"].map { "\(archive)/search.sqlite\($0)" })
    case .mu: try Self.sizes(below: "\(place)/mu")
    case .notmuch: try Self.sizes(below: "\(maildir)/.notmuch")
    }
  }

  static func size(of files: [String]) throws -> Int64 {
    files.reduce(0) { sum, file in
      var status = stat()
      return stat(file, &status) == 0 ? sum + Int64(status.st_size) : sum
    }
  }

  private static func sizes(below folder: String) throws -> Int64 {
    var sum: Int64 = 0
    for name in try folderNames(folder) {
      let path = "\(folder)/\(name)"
      var status = stat()
      guard lstat(path, &status) == 0 else { throw BenchFailure(call: "stat \(path)") }
      sum += status.st_mode & S_IFMT == S_IFDIR ? try sizes(below: path) : Int64(status.st_size)
    }
    return sum
  }
}
