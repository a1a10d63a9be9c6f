import Glibc
import SystemPackage

/// An open file that knows its path. Letting go of it closes it; `close()` also says whether that went well.
package struct OpenFile: ~Copyable {
  package let path: String
  private let descriptor: Int32
  private let calls: FileCalls

  init(descriptor: Int32, path: String, calls: FileCalls) {
    self.descriptor = descriptor
    self.path = path
    self.calls = calls
  }

  // Nothing can be reported from here. Whoever wrote to the file has flushed or closed it before.
  deinit { try? calls.close(descriptor) }

  /// Fills as much of `buffer` as the file has from `offset` on, and returns how much; 0 at the end.
  package func read(
    into buffer: UnsafeMutableRawBufferPointer, at offset: Int64
  ) throws(FileFailure) -> Int {
    var filled = 0
    while filled < buffer.count {
      let room = UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
      let count: Int
      do throws(Errno) {
        count = try calls.read(descriptor, into: room, at: offset + Int64(filled))
      } catch {
        throw FileFailure(.read, path, error)
      }
      if count == 0 { break }
      filled += count
    }
    return filled
  }

  /// Tells the system that the file will be read from its beginning to its end.
  package func readAhead() { calls.readAhead(descriptor) }

  /// Lets go of what is held of the file in memory, once that is on the disk: what is read next comes from there.
  package func dropCache() { calls.dropCache(descriptor) }

  /// Has the disk begin with what was written, so that less is left when it is flushed.
  package func beginWriteBack() { calls.beginWriteBack(descriptor) }

  /// Writes all of `bytes` at `offset`.
  package func write(_ bytes: UnsafeRawBufferPointer, at offset: Int64) throws(FileFailure) {
    var done = 0
    while done < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      do throws(Errno) {
        let count = try calls.write(descriptor, rest, at: offset + Int64(done))
        // A file system in user space may say so; asked again it would for ever.
        if count == 0 { throw .ioError }
        done += count
      } catch {
        throw FileFailure(.write, path, error)
      }
    }
  }

  /// Returns when data and size are on the disk.
  package func flush() throws(FileFailure) {
    do throws(Errno) { try calls.flush(descriptor) } catch { throw FileFailure(.flush, path, error) }
  }

  /// Sets the time of the last change of content, in seconds since 1970, UTC.
  package func setModification(to seconds: Int64) throws(FileFailure) {
    do throws(Errno) {
      try calls.setModification(of: descriptor, to: seconds)
    } catch {
      throw FileFailure(.setTimes, path, error)
    }
  }

  package func status() throws(FileFailure) -> FileStatus {
    do throws(Errno) {
      return try calls.inspect(descriptor)
    } catch {
      throw FileFailure(.inspect, path, error)
    }
  }

  /// Takes the lock that one process at a time can hold; false where another does. It ends with this value.
  package func lock() throws(FileFailure) -> Bool {
    do throws(Errno) { return try calls.lock(descriptor) } catch { throw FileFailure(.lock, path, error) }
  }
}
