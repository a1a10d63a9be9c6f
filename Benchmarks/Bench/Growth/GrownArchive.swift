import TestFiles

/// An archive that knows a grown mailbox, and the server that has it: both grow from run to run.
final class GrownArchive {
  private(set) var count: Int
  private var home: ContenderHome
  private let stage: Stage
  private var server: StartedServer?

  /// - Parameter count: what the index knows from the beginning; 0 for an archive without an index.
  init(stage: Stage, count: Int) throws {
    self.stage = stage
    self.count = count
    home = try stage.home(.popkeep, user: GrownMailbox.user, port: 0, place: .disk)
    if count > 0 { try fill() }
  }

  /// Fills an index in memory and copies it: in random order, as unique-ids have their hashes, each row would dirty
  /// pages of its own on the disk.
  private func fill() throws {
    let filled = try stage.home(.popkeep, user: GrownMailbox.user, port: 0, place: .memory)
    try GrownMailbox.fill(filled.archive, count: count)
    let copy = try stage.stopwatch.time(
      ["cp", "\(filled.archive)/index.sqlite", "\(home.archive)/index.sqlite"], name: "copy-\(count)")
    guard copy.measurement.status == 0 else {
      throw BenchFailure("the index cannot be copied: \(copy.output)")
    }
    try removeFile("\(filled.archive)/index.sqlite")
    try remember(isListed: true)
  }

  /// Serves the mailbox with so many messages more than the archive knows.
  func serve(new: Int) throws {
    stop()
    let started = try StartedServer(
      tools: stage.tools, count: count + new, passwordFile: "\(home.path)/password",
      name: "served-\(home.path.split(separator: "/").last ?? "")-\(count + new)",
      folder: "\(stage.folder)/logs")
    server = started
    home.mailbox.port = started.port
    home.mailbox.authority = started.certificate
    try home.configure()
  }

  func stop() {
    server?.stop()
    server = nil
  }

  /// Whether the next run is to list the whole mailbox.
  func remember(isListed: Bool) throws {
    try GrownMailbox.remember(home.archive, count: count, isListed: isListed)
  }

  /// Fetches what is new.
  func fetch(new: Int, name: String) throws -> Measurement {
    let before = try home.delivered()
    let (measurement, output) = try stage.stopwatch.time(home.command, name: "\(name)-\(count + new)")
    let fetched = try home.fetched(output, before: before)
    guard measurement.status == 0, fetched == new else {
      throw BenchFailure(
        "popkeep ended with status \(measurement.status) and fetched \(fetched ?? 0) of \(new): \(output)")
    }
    count += new
    return measurement
  }

  /// Has the bare reader ask for so many messages: what the server's own work and the line cost.
  func read(_ messages: Int, name: String) throws -> Measurement {
    var reader = try stage.home(
      .bareReader, user: GrownMailbox.user, port: home.mailbox.port, place: .disk)
    reader.mailbox.authority = home.mailbox.authority
    reader.readerLimit = messages
    let (measurement, output) = try stage.stopwatch.time(reader.command, name: "\(name)-\(count)-read")
    guard measurement.status == 0, try reader.fetched(output, before: 0) == messages else {
      throw BenchFailure("the reader ended with status \(measurement.status): \(output)")
    }
    return measurement
  }

  /// Begins to fetch and asks the program to end when so many messages have come.
  func fetch(stoppingAfter messages: Int, name: String) throws -> Measurement {
    let started = try stage.stopwatch.start(home.command, name: name)
    let deadline = ContinuousClock.now + .seconds(300)
    while try home.delivered() < messages, ContinuousClock.now < deadline {
      if started.hasEnded(within: .milliseconds(20)) {
        throw BenchFailure("popkeep ended before it had fetched \(messages) messages")
      }
    }
    started.stop()
    guard try home.delivered() >= messages else {
      throw BenchFailure("popkeep fetched fewer than \(messages) messages in time")
    }
    return try started.finish().measurement
  }
}
