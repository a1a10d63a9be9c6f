/// How drives are copied to.
package struct BackupOptions: Sendable {
  /// What is copied is read back from the drive and compared.
  package var verifies: Bool
  /// Threads that copy and read.
  package var threads: Int
  /// Messages and octets that become durable, and are recorded, at a time.
  package var batch: (messages: Int, octets: Int64) = (4096, 64 << 20)
  /// Messages that are put in the order of the drive's folders together.
  package var window = 20_000

  package init(verifies: Bool = true, threads: Int = 2) {
    self.verifies = verifies
    self.threads = max(1, threads)
  }
}

/// What happens while a drive is copied to, verified, or restored from.
package enum DriveEvent: Sendable, Codable, Equatable {
  /// The drive is there; so much is to be copied.
  case began(messages: Int, octets: Int64)
  /// Its files are read: so many of so many messages, so many octets.
  case reading(messages: Int, of: Int, octets: Int64)
  case copying(messages: Int, of: Int, octets: Int64, ofOctets: Int64)
  /// What was copied is read back.
  case comparing(messages: Int, of: Int)
  /// The index is copied, and all of the drive flushed.
  case closing
  case warning(String)
}

/// What a run with one drive came to.
package struct DriveReport: Sendable, Codable, Equatable {
  package var name: String
  package var id: String
  package var path: String
  /// Messages copied in this run, and their octets.
  package var copied = 0
  package var bytes: Int64 = 0
  /// Files that were read and are as they were fetched.
  package var verified = 0
  /// Messages that the archive has no file of: they could not be copied.
  package var missingHere = 0
  /// Messages that are damaged: here, or on the drive.
  package var damaged = 0
  /// Messages that should be on the drive and are not.
  package var missingThere = 0
  package var seconds: Double = 0
  package var warnings: [String] = []

  package init(name: String, id: String = "", path: String = "") {
    self.name = name
    self.id = id
    self.path = path
  }
}
