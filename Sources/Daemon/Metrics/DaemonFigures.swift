import Fetching

/// What Prometheus is told of a daemon.
package struct DaemonFigures {
  let status: DaemonStatus
  let counts: [String: Tally.Count]
  let sessions: Int
  let longestDelay: Double
  let version: String

  package init(
    status: DaemonStatus, counts: [String: Tally.Count], sessions: Int, longestDelay: Double, version: String
  ) {
    self.status = status
    self.counts = counts
    self.sessions = sessions
    self.longestDelay = longestDelay
    self.version = version
  }

  package var families: [MetricFamily] { totals + standings + [failures] + drives + own }

  private var totals: [MetricFamily] {
    [
      total("popkeep_runs_total", "Runs that came to an end, well or not.") { Double($0.runs) },
      total("popkeep_fetched_messages_total", "Messages fetched and made durable.") { Double($0.messages) },
      total("popkeep_fetched_octets_total", "Octets of them, as they came over the wire.") {
        Double($0.octets)
      },
      total("popkeep_deleted_messages_total", "Messages that left the server.") { Double($0.deleted) },
    ]
  }

  private var standings: [MetricFamily] {
    [
      standing("popkeep_last_success_timestamp_seconds", "When a run last ended without an error.") {
        $0.lastSuccess.map(Double.init)
      },
      standing("popkeep_server_messages", "Messages on the server at the last listing.") {
        $0.onServer.map(Double.init)
      },
      standing("popkeep_backlog_messages", "Of these, messages that are not archived.") {
        $0.backlog.map(Double.init)
      },
      standing("popkeep_stored_messages", "Messages in the archive.") { Double($0.stored) },
      standing("popkeep_set_aside_messages", "Messages that could not be fetched and are tried again.") {
        Double($0.setAside)
      },
      standing("popkeep_damaged_messages", "Messages whose file is damaged or missing.") {
        Double($0.damaged)
      },
      standing("popkeep_errors_in_a_row", "Runs that have failed since the last success.") {
        Double($0.errorsInARow)
      },
      standing("popkeep_paused", "1 where the account is paused: its log-in was refused.") {
        $0.state == .paused ? 1 : 0
      },
    ]
  }

  private var failures: MetricFamily {
    MetricFamily("popkeep_failures_total", help: "Runs that failed, by class.", kind: .counter) {
      AnySequence(
        status.accounts.lazy.flatMap { account in
          (counts[account.name]?.failures ?? [:]).sorted { $0.key.rawValue < $1.key.rawValue }.map {
            MetricFamily.Sample(
              Double($0.value), labels: [("account", account.name), ("class", $0.key.rawValue)])
          }
        })
    }
  }

  private var drives: [MetricFamily] {
    [
      drive("popkeep_drive_attached", "1 while the drive is attached.") { $0.isAttached ? 1 : 0 },
      drive("popkeep_drive_lacking_messages", "Messages that are to be copied to the drive.") {
        Double($0.lacking)
      },
      drive(
        "popkeep_drive_last_backup_timestamp_seconds",
        "When a run with the drive last ended without an error."
      ) {
        $0.lastBackup.map(Double.init)
      },
    ]
  }

  private var own: [MetricFamily] {
    [
      single("popkeep_sessions_active", "Runs that go on.", Double(sessions)),
      single(
        "popkeep_poll_delay_seconds_max",
        "By how much a run began too late that was due and not held back, at most, since the start.",
        longestDelay),
      single("popkeep_scrub_problems", "Findings of the last scrub.", Double(status.scrub?.problems ?? 0)),
      single(
        "popkeep_archive_usable", "1 while the archive can be used.",
        status.archiveProblem == nil ? 1 : 0),
      single(
        "popkeep_configuration_current", "0 where the configuration file was refused.",
        status.configurationProblem == nil ? 1 : 0),
      single("popkeep_build_info", "The program.", 1, labels: [("version", version)]),
    ]
  }

  private func total(
    _ name: String, _ help: String, _ value: @escaping @Sendable (Tally.Count) -> Double
  ) -> MetricFamily {
    MetricFamily(name, help: help, kind: .counter) {
      AnySequence(
        status.accounts.lazy.map {
          MetricFamily.Sample(value(counts[$0.name] ?? Tally.Count()), labels: [("account", $0.name)])
        })
    }
  }

  private func standing(
    _ name: String, _ help: String, _ value: @escaping @Sendable (Status) -> Double?
  ) -> MetricFamily {
    MetricFamily(name, help: help, kind: .gauge) {
      AnySequence(
        status.accounts.lazy.compactMap { account in
          value(account).map { MetricFamily.Sample($0, labels: [("account", account.name)]) }
        })
    }
  }

  /// Two drives may have one name; one that was never added has no figures.
  private func drive(
    _ name: String, _ help: String, _ value: @escaping @Sendable (DriveStatus) -> Double?
  ) -> MetricFamily {
    MetricFamily(name, help: help, kind: .gauge) {
      AnySequence(
        status.drives.lazy.compactMap { drive in
          guard let id = drive.id, let value = value(drive) else { return nil }
          return MetricFamily.Sample(value, labels: [("drive", drive.name), ("id", id)])
        })
    }
  }

  private func single(
    _ name: String, _ help: String, _ value: Double, labels: [(name: String, value: String)] = []
  ) -> MetricFamily {
    MetricFamily(name, help: help, kind: .gauge) {
      AnySequence([MetricFamily.Sample(value, labels: labels)])
    }
  }
}
