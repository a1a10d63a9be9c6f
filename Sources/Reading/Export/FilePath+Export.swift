import Glibc
import SystemPackage

extension FilePath {
  /// Whether anything has this name.
  var isThere: Bool {
    var status = Glibc.stat()
    return lstat(string, &status) == 0
  }

  /// The folders above, outermost first, and the path itself.
  var withParents: [FilePath] {
    var paths: [FilePath] = []
    var path = self
    while !path.components.isEmpty {
      paths.append(path)
      path = path.removingLastComponent()
    }
    return paths.reversed()
  }

  func makeFolder() throws(Errno) {
    if mkdir(string, 0o700) != 0, errno != EEXIST { throw Errno(rawValue: errno) }
  }

  /// Removes the file; one that is not there, or that cannot be removed, shows when its name is used.
  func removeIfThere() { _ = unlink(string) }
}

extension Errno {
  /// The code of a failure of `FileDescriptor`, which throws nothing else.
  init(_ error: any Error) { self = error as? Errno ?? .ioError }
}
