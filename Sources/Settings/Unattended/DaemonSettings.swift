/// The form of a line of the log.
package enum LogFormat: String, Sendable, CaseIterable {
  case text, json
}

/// How the daemon works: what bounds it, and where it can be asked and read.
package struct DaemonSettings: Sendable, Equatable {
  /// Sessions at a time, in all.
  package var sessions: Int
  /// Sessions at a time with one host.
  package var sessionsPerHost: Int
  /// Seconds within which all of the archive is read and verified, a part a day; nil: never.
  package var scrub: Int64?
  /// Where other commands find the daemon, an absolute path; nil: beside the archive, or in the folder for such files.
  package var socket: String?
  package var log: LogFormat

  package init(
    sessions: Int = 32, sessionsPerHost: Int = 8, scrub: Int64? = 30 * 86_400, socket: String? = nil,
    log: LogFormat = .text
  ) {
    self.sessions = sessions
    self.sessionsPerHost = sessionsPerHost
    self.scrub = scrub
    self.socket = socket
    self.log = log
  }
}

/// Where figures for Prometheus are to be had.
package struct MetricsSettings: Sendable, Equatable {
  /// Where they are served; nil: nowhere.
  package var listen: ListenAddress?
  /// The file that is kept up to date with them, an absolute path; nil: none.
  package var textfile: String?

  package init(listen: ListenAddress? = nil, textfile: String? = nil) {
    self.listen = listen
    self.textfile = textfile
  }
}
