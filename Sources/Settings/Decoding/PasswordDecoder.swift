/// Reads where a password comes from. No error here quotes what the file says.
struct PasswordDecoder {
  let place: FilePlace
  let mode: UInt32?
  /// The key: `password` or another that has such an object.
  var key = "password"

  func source(in parent: Fields) throws(ConfigurationFailure) -> PasswordSource? {
    guard let node = parent.node(key) else { return nil }
    guard case .object = node.value else {
      throw parent.failure(
        "\"\(key)\" says where the password comes from: {\"command\": [\"pass\", \"show\", \"mail/home\"]}, {\"env\": …}, {\"file\": …}, {\"credential\": …}, {\"keyring\": true}, {\"netrc\": true} or {\"value\": …}",
        at: node)
    }
    let fields = try Fields(
      node, of: "\"\(key)\"", file: parent.file, known: KnownKeys.password, secret: true)
    guard let source = fields.keys.first, fields.keys.count == 1 else {
      throw fields.failure(
        "\"\(key)\" needs exactly one of command, env, file, credential, keyring, netrc and value")
    }
    switch source {
    case "command":
      return .command(
        try CommandDecoder.words(
          in: fields, fields.node("command"), example: "[\"pass\", \"show\", \"mail/home\"]"))
    case "env": return try environmentName(fields).map { .env($0) }
    case "file": return try place.path("file", in: fields).map { .file($0) }
    case "credential": return try credential(fields).map { .credential($0) }
    case "keyring": return .keyring(try attributes(fields))
    case "netrc": return .netrc(try netrc(fields))
    case _: return .value(try value(fields))
    }
  }

  private func environmentName(_ fields: Fields) throws(ConfigurationFailure) -> String? {
    guard let name = try fields.text("env", needs: "the name of an environment variable") else { return nil }
    guard name.utf8.allSatisfy({ isWordByte($0) && $0 != UInt8(ascii: "$") }), name.utf8.count <= 256 else {
      throw fields.failure(
        "\"env\" needs the name of an environment variable, of letters, digits and _ alone",
        at: fields.node("env"))
    }
    return name
  }

  private func credential(_ fields: Fields) throws(ConfigurationFailure) -> String? {
    let needs = "the name of a systemd credential, as in LoadCredential=NAME"
    guard let name = try fields.text("credential", needs: needs) else { return nil }
    guard CredentialName.isValid(name) else {
      throw fields.failure("\"credential\" needs \(needs), without / and :", at: fields.node("credential"))
    }
    return name
  }

  /// Empty: those that `true` stands for.
  private func attributes(_ fields: Fields) throws(ConfigurationFailure) -> [String: String] {
    let needs = "true, or the attributes of the item such as {\"service\": \"mail\", \"user\": \"alice\"}"
    guard let node = fields.node("keyring") else { return [:] }
    if case .bool(true) = node.value { return [:] }
    guard case .object(let members) = node.value, !members.isEmpty else {
      throw fields.failure("\"keyring\" needs \(needs)", at: node)
    }
    var attributes: [String: String] = [:]
    for member in members {
      // A word that begins with - would be an option of secret-tool.
      guard case .text(let value) = member.node.value, isAttribute(member.key), isAttribute(value) else {
        throw fields.failure(
          "\"keyring\" needs \(needs); no word of them is empty or begins with -", at: node)
      }
      attributes[member.key] = value
    }
    return attributes
  }

  private func isAttribute(_ word: String) -> Bool {
    !word.isEmpty && !word.hasPrefix("-") && isPlain(word) && word.utf8.count <= 1024
  }

  private func netrc(_ fields: Fields) throws(ConfigurationFailure) -> String? {
    guard let node = fields.node("netrc") else { return nil }
    switch node.value {
    case .bool(true): return nil
    case .text: return try place.path("netrc", in: fields)
    case _: throw fields.failure("\"netrc\" needs true, for ~/.netrc, or a path", at: node)
    }
  }

  private func value(_ fields: Fields) throws(ConfigurationFailure) -> PasswordText {
    guard let node = fields.node("value"), let text = try fields.text("value") else {
      throw fields.failure("\"value\" is missing")
    }
    if let mode, mode & 0o077 != 0 {
      throw fields.failure(
        "the file holds a password and others may read it (mode \(String(mode & 0o777, radix: 8))): run chmod 600 \(printable(fields.file, limit: 400)), or use \"command\" or \"file\"",
        at: node)
    }
    guard text.utf8.count <= PasswordText.longest else {
      throw fields.failure("\"value\" is longer than a password can be", at: node)
    }
    return PasswordText(Array(text.utf8))
  }
}
