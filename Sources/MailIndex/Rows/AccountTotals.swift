/// What an account has in the archive, counted.
package struct AccountTotals: Sendable, Equatable {
  /// Messages, those with a missing or damaged file among them.
  package var messages = 0
  /// Octets on disk.
  package var size: Int64 = 0
  /// Octets in wire form.
  package var wireOctets: Int64 = 0
  /// Copies that are, as far as is known, on the server.
  package var onServer = 0
  package var setAside = 0
  /// Messages on the server that another fetcher had fetched: not archived, and not to be.
  package var seenElsewhere = 0
  /// Messages whose file was missing or damaged when it was last looked at, and that are not here in another one.
  package var notStored = 0

  package init() {}
}
