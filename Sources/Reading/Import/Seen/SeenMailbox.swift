/// The mailbox that a list of unique-ids is of, as the fetcher that wrote it names it.
package struct SeenMailbox: Hashable, Sendable {
  /// `alice@pop.example.org`: user, host; a user may have an `@` too. Of getmail, whose file names are all there is:
  /// `pop.example.org-995-alice`.
  package let name: String

  init(user: String, host: String) { name = "\(user)@\(host)" }

  /// What follows `oldmail-` in a file name of getmail.
  init(getmail name: String) { self.name = name }

  /// True where it is the mailbox of this user at this host.
  package func isOf(user: String, host: String) -> Bool {
    if name.lowercased() == "\(user)@\(host)".lowercased() { return true }
    // getmail replaces what it holds for no part of a file name.
    let strange = Set("/\\:;<>|")
    var plain = ""
    for character in user where !(strange.contains(character) && plain.last == "-") {
      plain.append(strange.contains(character) ? "-" : character)
    }
    let parts = (start: "\(host)-".lowercased(), end: "-\(plain)".lowercased())
    let text = name.lowercased()
    guard text.count > parts.start.count + parts.end.count, text.hasPrefix(parts.start) else { return false }
    return text.hasSuffix(parts.end)
      && text.dropFirst(parts.start.count).dropLast(parts.end.count).allSatisfy(\.isNumber)
  }
}
