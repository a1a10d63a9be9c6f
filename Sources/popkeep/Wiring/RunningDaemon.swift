import Archive
import Daemon
import Settings
import SystemPackage

/// The daemon that works on an archive, if one does.
enum RunningDaemon {
  /// The same for a daemon that may be about to start: it holds the archive before it answers.
  static func await(_ configuration: Configuration) async throws -> ControlClient? {
    for _ in 0..<30 {
      if let client = reach(configuration) { return client }
      try await Task.sleep(for: .milliseconds(100))
    }
    return nil
  }

  /// Nil where none answers.
  static func reach(_ configuration: Configuration) -> ControlClient? {
    let told = [configuration.daemon.socket, Archive.announcedSocket(FilePath(configuration.archive))]
    let usual = SocketPlace.candidates(archive: configuration.archive, environment: Environment.all)
    for path in told.compactMap(\.self) + usual {
      if let client = ControlClient.reach(socket: path) { return client }
    }
    return nil
  }
}
