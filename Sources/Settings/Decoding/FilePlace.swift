/// Makes a path of the configuration absolute: `~` is the home folder, the rest is seen from the folder of
/// the file.
struct FilePlace: Sendable {
  /// The home folder; nil where it is not known.
  let home: String?
  /// The folder of the configuration file.
  let folder: String

  func path(_ key: String, in fields: Fields) throws(ConfigurationFailure) -> String? {
    guard let node = fields.node(key), let text = try fields.text(key, needs: "a path") else { return nil }
    guard text.utf8.count <= 4000 else {
      throw fields.failure("\"\(key)\" is longer than a path can be", at: node)
    }
    // A slash is an octet here, whatever accent follows it.
    if text.utf8.first == UInt8(ascii: "/") { return text }
    guard text.hasPrefix("~") else { return "\(folder == "/" ? "" : folder)/\(text)" }
    guard text == "~" || text.utf8.starts(with: "~/".utf8) else {
      throw fields.failure(
        "\"\(key)\" begins with ~ and a name: write the whole path of that home folder", at: node)
    }
    guard let home else {
      throw fields.failure("\"\(key)\" begins with ~, but HOME is not set: write the whole path", at: node)
    }
    return home + String(decoding: text.utf8.dropFirst(), as: UTF8.self)
  }
}
