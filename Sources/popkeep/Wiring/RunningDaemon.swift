import Archive
import Daemon
import Settings
import SystemPackage

/// The daemon that works on an archive, if one does.
enum RunningDaemon {
  /// Nil where none answers.
  static func reach(_ configuration: Configuration) -> ControlClient? {
    let places = [configuration.daemon.socket, Archive.announcedSocket(FilePath(configuration.archive))]
    for case let path? in places {
      if let client = ControlClient.reach(socket: path) { return client }
    }
    return nil
  }
}
