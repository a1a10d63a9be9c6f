/// The rule for the names of systemd credentials: what is a file's name and stands before a colon in a unit.
package enum CredentialName {
  package static func isValid(_ name: String) -> Bool {
    name.utf8.allSatisfy {
      (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: ":")
    } && (1...255).contains(name.utf8.count) && name != "." && name != ".."
  }
}
