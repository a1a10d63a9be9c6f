import Archive
import ArgumentParser
import Fetching
import Glibc
import Reading

/// An archive in which messages are looked for: what came since the last time is read for search first.
enum SearchedArchive {
  /// How long another program that reads is waited for, in tenths of a second.
  private static let patience = 6_000

  static func catchUp(_ archive: Archive, _ common: SharedOptions) -> Problem? {
    catchUp(archive, quiet: common.quiet || common.json, verbose: common.verbose)
  }

  /// Reads what was not read yet, and shows on a terminal how that goes.
  ///
  /// - Returns: why not all was read: what is found then is not all that there is.
  static func catchUp(_ archive: Archive, quiet: Bool, verbose: Bool) -> Problem? {
    let progress = ProgressLine(quiet: quiet, verbose: verbose)
    defer { progress.clear() }
    do {
      for _ in 0..<patience {
        let reading = try archive.readForSearch { messages in
          progress.status("\(Quantity.count(messages, "message")) read for search")
          return true
        }
        if !reading.isElsewhere { return told(reading, progress) }
        progress.status("waiting for another popkeep, which is reading messages for search")
        poll(nil, 0, 100)
      }
    } catch {
      progress.clear()
      // On a disk that is full or read-only, what was read before is found all the same.
      return told(Problem(classifying: error))
    }
    progress.clear()
    return told(
      Problem(
        .tryAgain, "Another popkeep is reading messages for search, and does not come to an end.",
        hint: "Search again later: what is found now may not be all."))
  }

  private static func told(_ problem: Problem) -> Problem {
    Output.error("Not all messages could be read for search: \(problem)")
    return problem
  }

  private static func told(_ reading: SearchReading, _ progress: ProgressLine) -> Problem? {
    guard reading.unreadable > 0 else { return nil }
    progress.clear()
    Output.error(
      "\(Quantity.count(reading.unreadable, "message file")) could not be read and will be found by sender, recipients and "
        + "subject alone: look at the permissions, then run 'popkeep reindex'.")
    return nil
  }

  /// Ends the command as one that did not look at everything.
  static func endIncomplete(_ problem: Problem?) throws {
    if let problem { throw ExitCode(problem.kind.exitCode) }
  }
}
