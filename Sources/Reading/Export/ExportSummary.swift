/// What an export came to.
package struct ExportSummary: Sendable, Equatable {
  /// Messages written.
  package internal(set) var written = 0

  /// Messages whose file was there already, with the same content.
  package internal(set) var skipped = 0

  /// Octets written, of the messages in wire form.
  package internal(set) var octets: Int64 = 0

  /// The files in the archive that are missing, or not what was fetched: they were not exported.
  package internal(set) var damaged: [String] = []
}
