// A batch makes many messages durable at the price of few flushes, in an order that is a promise:
//
//   1. the data of every message is flushed to the disk,
//   2. each file gets its name, which never replaces another file,
//   3. the folders that hold the names are flushed.
//
// So a name that can be seen stands for a message that is whole, and a batch that returned survives a power
// cut. Many files are flushed by one `syncfs`, which waits for the disk once, not once a file. It works on
// the folder tmp, opened before anything was written, since errors of writing back are only reported to
// descriptors that were open when they happened. Few files are flushed each by `fsync`, and so are many, several
// at a time, where other programs have written so much that `syncfs` would wait long for it, and where it would not
// reach the disk (FUSE); an error that came before the file was opened again is reported then.

/// A message and the name it is to have.
public struct Placement: Sendable {
  public let message: WrittenMessage
  public let name: MessageName
  /// `.` for the Maildir itself, `.2026` for a Maildir++ folder, which is made where it is missing.
  public let folder: String
  /// Delivered into cur with these flags; nil: into new.
  public let flags: String?

  public init(
    _ message: WrittenMessage, as name: MessageName, in folder: String = ".", flags: String? = nil
  ) {
    self.message = message
    self.name = name
    self.folder = folder
    self.flags = flags
  }
}

/// Where a message of a batch has come to lie, durably.
public struct Delivered: Sendable {
  public let file: StoredFile
  public let name: MessageName
  /// The same content was there under this name: a delivery that was cut off before, or the same message
  /// twice.
  public let wasThere: Bool
}

extension Maildir {
  /// From how many files on one flush of the file system takes the place of a flush for each.
  public static let flushThreshold = 16

  /// Delivers all of `batch`, and returns where each message lies, in the same order.
  ///
  /// On a failure some messages may have got their names, each of them whole; the other files are removed.
  public func deliver(
    _ batch: [Placement], flushThreshold: Int = Maildir.flushThreshold
  ) throws(FileFailure) -> [Delivered] {
    let octets = batch.reduce(Int64(0)) { $0 + $1.message.size }
    let method = FlushMethod(
      files: batch.count, octets: octets, threshold: flushThreshold,
      unwritten: batch.count < flushThreshold ? nil : temporaries.calls.unwritten(),
      flushesAtOnce: traits.flushesAtOnce)
    try flushData(of: batch, by: method)
    var delivered = [Delivered?](repeating: nil, count: batch.count)
    for (destination, indices) in destinations(of: batch) {
      let folder = try place(destination.place, of: destination.folder)
      for index in indices { delivered[index] = try deliver(batch[index], to: destination, folder) }
      try folder.flush()
    }
    return delivered.compactMap(\.self)
  }

  private func flushData(of batch: [Placement], by method: FlushMethod) throws(FileFailure) {
    switch method {
    case .fileSystem: try temporaries.flushFileSystem()
    case .together: try ParallelFlush.run(batch.map(\.message.temporary.name), in: temporaries)
    case .oneByOne:
      for placement in batch { try temporaries.open(placement.message.temporary.name).flush() }
    }
  }

  private struct Destination: Hashable {
    let folder: String
    let place: StoredFile.Place
  }

  private func destinations(of batch: [Placement]) -> [(Destination, [Int])] {
    let groups = Dictionary(grouping: batch.indices) { index in
      Destination(folder: batch[index].folder, place: batch[index].flags == nil ? .new : .cur)
    }
    return groups.map { ($0.key, $0.value) }
  }

  private func deliver(
    _ placement: Placement, to destination: Destination, _ folder: OpenFolder
  ) throws(FileFailure) -> Delivered {
    let temporary = placement.message.temporary
    var name = placement.name
    while true {
      let file = StoredFile(
        folder: destination.folder, place: destination.place, base: name.text,
        flags: placement.flags, separator: traits.separator)
      do throws(FileFailure) {
        try temporaries.name(temporary.name, file.fileName, in: folder, by: traits.naming)
        temporary.placed()
        return Delivered(file: file, name: name, wasThere: false)
      } catch  where error.isPresence {
        if try isSame(temporary, file.fileName, in: folder) {
          return Delivered(file: file, name: name, wasThere: true)
        }
        name = name.next
      }
    }
  }

  private func isSame(
    _ temporary: TemporaryFile, _ name: String, in folder: OpenFolder
  ) throws(FileFailure) -> Bool {
    do throws(FileFailure) {
      return try FileComparison.areSame(temporaries.open(temporary.name), folder.open(name))
    } catch  where error.isAbsence || error.isOddity {
      // A reader has just moved it, or it is no file at all; its name is not taken again all the same.
      return false
    }
  }
}
