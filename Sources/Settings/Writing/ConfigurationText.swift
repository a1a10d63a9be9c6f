/// Writes a configuration as a person likes to read it: one key a line, nothing that is as it is anyway.
///
/// A file that somebody has edited is never rewritten: comments and order are theirs.
package enum ConfigurationText {
  static let head = "// The configuration of popkeep. docs/configuration.md says what else can stand here.\n"

  /// The text of a new file; paths below `home` are written with `~`.
  package static func text(of configuration: Configuration, home: String?) -> String {
    var members = [("archive", jsonPath(configuration.archive, home))]
    switch configuration.minFree {
    case .percent(1): break
    case .percent(let share): members.append(("minFree", "\"\(share)%\""))
    case .octets(let count): members.append(("minFree", "\"\(QuantityText.size(count))\""))
    }
    let drives = configuration.drives.map { "    " + entry(for: $0) }
    if !drives.isEmpty { members.append(("drives", "[\n\(drives.joined(separator: ",\n"))\n  ]")) }
    let entries = configuration.plainAccounts.map { "    " + entry(for: $0, home: home, indent: "    ") }
    let list = entries.isEmpty ? "[]" : "[\n\(entries.joined(separator: ",\n"))\n  ]"
    members.append(("accounts", list))
    return head + object(members, indent: "") + "\n"
  }

  /// One account as it stands in the list `accounts`; every line but the first begins with `indent`.
  package static func entry(for account: Account, home: String?, indent: String = "") -> String {
    let plain = Account(name: account.name, host: account.host, tls: account.tls, user: account.user)
    var members = [("name", jsonText(account.name)), ("host", jsonText(account.host))]
    func add(_ key: String, _ text: String?, unless isDefault: Bool = false) {
      if let text, !isDefault { members.append((key, text)) }
    }
    add("port", "\(account.port)", unless: account.port == plain.port)
    add("tls", jsonText(account.tls.rawValue), unless: account.tls == .implicit)
    add("allowPlaintext", "true", unless: !account.allowPlaintext)
    add("caFile", account.caFile.map { jsonPath($0, home) })
    add("pin", pins(account.pins))
    add("clientCertificate", account.clientCertificate.map { certificate($0, home) })
    add("proxy", account.proxy.map { jsonText($0.text) })
    add("proxyPassword", account.proxy?.password.map { password($0, home) })
    add("source", account.source.map { jsonText($0) })
    add("user", jsonText(account.user))
    add("auth", account.auth.map { jsonText($0.rawValue) })
    add("password", account.password.map { password($0, home) })
    add("oauth", account.oauth.map { oauth($0, home) })
    add("every", "\"\(QuantityText.duration(account.every))\"", unless: account.every == plain.every)
    add("timeout", "\"\(QuantityText.duration(account.timeout))\"", unless: account.timeout == plain.timeout)
    add("onServer", rule(account.onServer))
    add("markRead", "true", unless: !account.markRead)
    add("partition", jsonText(account.partition.rawValue), unless: account.partition == .none)
    add("maxMessageSize", account.maxMessageSize.map { "\"\(QuantityText.size($0))\"" })
    add("enabled", "false", unless: account.enabled)
    return object(members, indent: indent)
  }

  /// One drive as it stands in the list `drives`.
  package static func entry(for drive: DriveSettings) -> String {
    let plain = DriveSettings(name: drive.name)
    var members = ["\"name\": \(jsonText(drive.name))"]
    if drive.backup != plain.backup { members.append("\"backup\": \(jsonText(drive.backup.rawValue))") }
    if drive.verify != plain.verify { members.append("\"verify\": \"\(drive.verify)%\"") }
    return "{ \(members.joined(separator: ", ")) }"
  }

  private static func object(_ members: [(String, String)], indent: String) -> String {
    "{\n" + members.map { "\(indent)  \"\($0.0)\": \($0.1)" }.joined(separator: ",\n") + "\n\(indent)}"
  }

  private static func rule(_ rule: RetentionRule) -> String {
    if rule == .keep { return "\"keep\"" }
    if rule == RetentionRule(delete: true) { return "\"delete\"" }
    var members: [String] = []
    func add(_ key: String, _ text: String?) {
      if let text { members.append("\"\(key)\": \(text)") }
    }
    add("delete", rule.delete ? "true" : nil)
    add("deleteAfter", rule.deleteAfter.map { "\"\(QuantityText.duration(.seconds($0)))\"" })
    add("keepNewest", rule.keepNewest.map(String.init))
    add("keepUnder", rule.keepUnder.map { "\"\(QuantityText.size($0))\"" })
    add("untilTrashed", rule.untilTrashed ? "true" : nil)
    add("maxDeletes", rule.maxDeletes.map(String.init))
    add("proveByHash", rule.proveByHash ? "true" : nil)
    add("requireCopies", rule.requireCopies == 1 ? nil : "\(rule.requireCopies)")
    return "{ \(members.joined(separator: ", ")) }"
  }

  static func jsonPath(_ path: String, _ home: String?) -> String {
    guard let home, home != "/", !home.isEmpty else { return jsonText(path) }
    // Octet for octet: names that are written differently are two names, even where they look alike.
    if path.utf8.elementsEqual(home.utf8) { return "\"~\"" }
    guard path.utf8.starts(with: "\(home)/".utf8) else { return jsonText(path) }
    return jsonText("~" + String(decoding: path.utf8.dropFirst(home.utf8.count), as: UTF8.self))
  }

  static func jsonText(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _ where scalar.value < 0x20 || scalar.value == 0x7F:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      case _: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// Durations and sizes in the largest unit that says them exactly.
enum QuantityText {
  static func duration(_ duration: Duration) -> String {
    text(duration.components.seconds, Quantity.durationUnits)
  }

  static func size(_ octets: Int64) -> String { text(octets, Quantity.sizeUnits) }

  private static func text(_ count: Int64, _ units: [(name: String, factor: Int64)]) -> String {
    let unit =
      units.filter { count != 0 && count % $0.factor == 0 }.max { $0.factor < $1.factor } ?? units[0]
    return "\(count / unit.factor)\(unit.name)"
  }
}
