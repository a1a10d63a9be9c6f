import GRDB

/// What was read of the messages of an archive for search, in a file of its own: words, threads, duplicates.
///
/// A cache beside a cache: it belongs to one index, whose row ids it names, and is made anew for any other. Nothing that
/// makes a message safe waits for it, and nothing is lost with it but the time to read the messages again.
package final class SearchIndex: Sendable {
  /// Documents in one block, of which the first and last moment are known.
  static let blockShift: Int64 = 10

  let path: String
  let queue: DatabaseQueue

  init(path: String, queue: DatabaseQueue) {
    self.path = path
    self.queue = queue
  }

  /// Opens the file for reading; nil: there is none, or it belongs to another index or another version.
  ///
  /// - Parameter stamp: that of the index whose messages are searched.
  package static func forReading(at path: String, stamp: [UInt8]) throws(IndexFailure) -> SearchIndex? {
    try SearchOpening(path: path, stamp: stamp).forReading().map { SearchIndex(path: path, queue: $0) }
  }

  /// Opens the file to add to it; made where there is none, and made anew where it belongs to another index or version,
  /// or is damaged.
  ///
  /// - Parameter memory: octets of words that are gathered before they are written.
  package static func forWriting(
    at path: String, stamp: [UInt8], journal: MailIndex.Journal, memory: Int
  ) throws(IndexFailure) -> SearchIndex {
    let queue = try SearchOpening(path: path, stamp: stamp).forWriting(journal, memory: memory)
    return SearchIndex(path: path, queue: queue)
  }

  package func close() throws(IndexFailure) {
    do { try queue.close() } catch { throw IndexFailure(error, path: path) }
  }

  func read<Value>(_ body: (Database) throws -> Value) throws -> Value {
    do {
      return try queue.unsafeRead { database in
        var value: Value?
        try inOneRead(database) { value = try body(database) }
        guard let value else {
          throw DatabaseError(resultCode: .SQLITE_INTERNAL, message: "a transaction without an end")
        }
        return value
      }
    } catch let failure as DatabaseError { throw IndexFailure(failure, path: path) }
  }

  func write<Value>(_ body: (Database) throws -> Value) throws(IndexFailure) -> Value {
    do { return try queue.write(body) } catch { throw IndexFailure(error, path: path) }
  }
}
