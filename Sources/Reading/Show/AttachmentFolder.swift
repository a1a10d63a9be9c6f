package import Archive
import Glibc
import InternetMessage
package import SystemPackage

/// A folder that the attachments of messages are written into, under names that lead nowhere else.
///
/// Nothing that is there is overwritten, by whatever name: a file gets its name only when it is whole, by a link, which
/// cannot take a name that is taken.
package struct AttachmentFolder: Sendable {
  /// A file that was written.
  package struct Written: Encodable, Sendable, Equatable {
    /// The number of the part in its message.
    package let part: String
    /// Absolute where the folder is.
    package let file: String
    package let octets: Int64
  }

  private let folder: FilePath
  /// How often a name was given: the next one like it begins there.
  private var counters: [AttachmentName: Int] = [:]

  /// The folder is made where it is missing.
  ///
  /// - Throws: `ExportFailure`.
  package init(_ folder: FilePath) throws {
    self.folder = folder
    for path in folder.withParents where !path.isThere {
      do throws(Errno) { try path.makeFolder() } catch { throw ExportFailure(.create(error), path) }
    }
  }

  /// Writes every attachment of the message.
  package mutating func add(_ message: borrowing OpenedMessage) throws -> [Written] {
    var written: [Written] = []
    for part in message.structure.contents where part.isAttachment {
      written.append(try add(part, of: message))
    }
    return written
  }

  private mutating func add(_ part: MessagePart, of message: borrowing OpenedMessage) throws -> Written {
    // No name that a sender chose, since a file of this name would be removed.
    var file = try PartFile(folder.appending(".popkeep-\(getpid()).part"))
    try message.forEachPiece(of: part) { try file.write($0) }
    let octets = file.octets
    let whole = try file.finish()
    let name = AttachmentName(part)
    var counter = counters[name, default: 1]
    while true {
      let path = folder.appending(name.text(counter: counter))
      do throws(ExportFailure) {
        try PartFile.name(whole, path)
        counters[name] = counter + 1
        return Written(part: part.path, file: path.string, octets: octets)
      } catch {
        guard error.code == .exists, counter < 100_000 else {
          whole.removeIfThere()
          throw error
        }
        counter += 1
      }
    }
  }
}
