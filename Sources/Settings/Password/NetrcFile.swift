/// The entries of a netrc file: `machine HOST login USER password SECRET`, spread over lines as one likes.
///
/// Read as ftp and curl read it: words between blanks, in double quotes where they have blanks in them (`\"`, `\\`, `\n`,
/// `\r` and `\t` in these); a word that begins with `#` makes the rest of its line a comment; a `macdef` goes on to the next
/// empty line. Words that mean nothing are passed over. The first entry that suits counts, and `default` suits every host.
struct NetrcFile {
  enum Failure: Error, Equatable {
    case malformed(line: Int)
    case noEntry
    case noPassword(line: Int)
    /// The password has a line end in it.
    case lineEnd
  }

  private struct Entry {
    let line: Int
    /// Nil: every host.
    let host: [UInt8]?
    var login: [UInt8]?
    var password: [UInt8]?
  }

  private let entries: [Entry]

  init(_ bytes: [UInt8]) throws(Failure) {
    var words = NetrcWords(bytes)
    var entries: [Entry] = []
    while let (word, line) = try words.next() {
      let last = entries.indices.last
      switch String(decoding: word, as: UTF8.self) {
      case "machine": entries.append(Entry(line: line, host: try words.value(of: line)))
      case "default": entries.append(Entry(line: line, host: nil))
      case "login", "user":
        let login = try words.value(of: line)
        if let last { entries[last].login = login }
      case "password", "passwd":
        let password = try words.value(of: line)
        if let last { entries[last].password = password }
      case "account": _ = try words.value(of: line)
      case "macdef": words.skipMacro()
      case _: continue
      }
    }
    self.entries = entries
  }

  /// The password of the first entry that suits `holder`; one without a login suits every user.
  func password(of holder: PasswordHolder) throws(Failure) -> [UInt8] {
    let (host, user) = (folded(Array(holder.host.utf8)), Array(holder.user.utf8))
    let entry = entries.first { entry in
      (entry.host.map(folded) ?? host) == host && (entry.login ?? user) == user
    }
    guard let entry else { throw .noEntry }
    guard let password = entry.password else { throw .noPassword(line: entry.line) }
    guard !password.contains(10) else { throw .lineEnd }
    return password
  }

  /// Names of hosts are the same in either case.
  private func folded(_ name: [UInt8]) -> [UInt8] {
    name.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
  }
}
