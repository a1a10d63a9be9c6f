import Settings
import TestFiles

/// Parses `text` as the file `config.json` in `/etc/popkeep` of a user whose home is `/home/alice`.
func parse(_ text: String) throws(ConfigurationFailure) -> Configuration {
  try Configuration.parse(text, home: "/home/alice", folder: "/etc/popkeep")
}

/// The sentence that `text` is refused with; empty where it is not refused.
func refusal(of text: String) -> String {
  do {
    _ = try parse(text)
    return ""
  } catch {
    return error.description
  }
}

/// A configuration of one account, to which `keys` are added in line 4.
func account(_ keys: String) -> String {
  """
  { "archive": "/mail",
    "accounts": [
      { "name": "home", "host": "pop.example.org", "user": "alice",
        \(keys) } ] }
  """
}

/// A file of the project, by its path from the top.
func projectFile(_ path: String) throws -> String {
  let top = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  return String(decoding: try readFile("/\(top)/\(path)"), as: UTF8.self)
}
