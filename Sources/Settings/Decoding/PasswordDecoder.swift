/// Reads `password`: where it comes from. No error here quotes what the file says.
struct PasswordDecoder {
  let place: FilePlace
  let mode: UInt32?

  func source(in account: Fields) throws(ConfigurationFailure) -> PasswordSource? {
    guard let node = account.node("password") else { return nil }
    guard case .object = node.value else {
      throw account.failure(
        "\"password\" says where the password comes from: {\"command\": [\"pass\", \"show\", \"mail/home\"]}, {\"env\": …}, {\"file\": …} or {\"value\": …}",
        at: node)
    }
    let fields = try Fields(
      node, of: "\"password\"", file: account.file, known: KnownKeys.password, secret: true)
    guard let key = fields.keys.first, fields.keys.count == 1 else {
      throw fields.failure("\"password\" needs exactly one of command, env, file and value")
    }
    switch key {
    case "command":
      return .command(
        try CommandDecoder.words(
          in: fields, fields.node("command"), example: "[\"pass\", \"show\", \"mail/home\"]"))
    case "env": return try environmentName(fields).map { .env($0) }
    case "file": return try place.path("file", in: fields).map { .file($0) }
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
