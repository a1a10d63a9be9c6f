/// The rule for account names, which are folder names on every file system that an archive may be on; those of drives
/// follow it too.
package enum AccountName {
  /// What is wrong with `name`, as the end of a sentence that begins with it; nil where it will do.
  ///
  /// - Parameter use: what it is for.
  package static func problem(
    with name: String, because use: String = "becomes a folder name"
  ) -> String? {
    if name.isEmpty { return "is empty" }
    if name.utf8.count > 64 { return "is longer than 64 characters" }
    if name.hasPrefix(".") { return "begins with a dot, and it \(use)" }
    if name.hasSuffix(".") {
      return "ends with a dot, which some file systems drop, and it \(use)"
    }
    guard name.utf8.allSatisfy(isAllowed) else {
      return "\(use): letters without accents, digits and . _ - @ + are allowed"
    }
    return nil
  }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"),
      UInt8(ascii: "@"), UInt8(ascii: "+"):
      true
    case _: false
    }
  }
}
