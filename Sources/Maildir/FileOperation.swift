/// What a system call was to do: the verb of an error sentence, and what a test picks a call by.
public enum FileOperation: String, Sendable, CaseIterable {
  case close
  case create
  case flush
  case flushFileSystem = "flush the file system of"
  case inspect
  case link
  case list
  case lock
  case makeFolder = "make the folder"
  case measure = "measure the free space of"
  case open
  case read
  case remove
  case rename
  case setTimes = "set the time of"
  case write = "write to"
}
