import Archive
import Daemon
import Settings
import SystemPackage

/// The daemon that works on an archive, if one does.
enum RunningDaemon {
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
