import Glibc

/// True where there is a file or folder at the absolute `path`.
func isThere(_ path: String) -> Bool { access(path, F_OK) == 0 }

/// True where the absolute `path` is a folder, or a link to one.
func isFolder(_ path: String) -> Bool {
  var status = stat()
  return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
}
