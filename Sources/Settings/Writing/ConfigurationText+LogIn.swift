// How an account's server is reached and entered, as a person likes to read it.
extension ConfigurationText {
  static func password(_ source: PasswordSource, _ home: String?) -> String {
    switch source {
    case .command(let words): "{ \"command\": \(list(words)) }"
    case .env(let name): "{ \"env\": \(jsonText(name)) }"
    case .file(let path): "{ \"file\": \(jsonPath(path, home)) }"
    case .credential(let name): "{ \"credential\": \(jsonText(name)) }"
    case .keyring(let attributes) where attributes.isEmpty: "{ \"keyring\": true }"
    case .keyring(let attributes):
      "{ \"keyring\": { "
        + attributes.sorted { $0.key < $1.key }
        .map { "\(jsonText($0.key)): \(jsonText($0.value))" }.joined(separator: ", ") + " } }"
    case .netrc(let path): "{ \"netrc\": \(path.map { jsonPath($0, home) } ?? "true") }"
    case .value(let text): "{ \"value\": \(jsonText(String(decoding: text.bytes, as: UTF8.self))) }"
    }
  }

  /// One pin as text, several as a list; nil: none.
  static func pins(_ pins: [KeyPin]) -> String? {
    guard let first = pins.first else { return nil }
    return pins.count == 1 ? jsonText("\(first)") : list(pins.map { "\($0)" })
  }

  static func certificate(_ certificate: ClientCertificate, _ home: String?) -> String {
    let file = jsonPath(certificate.file, home)
    if certificate.key.utf8.elementsEqual(certificate.file.utf8) { return file }
    return "{ \"file\": \(file), \"key\": \(jsonPath(certificate.key, home)) }"
  }

  static func oauth(_ settings: OAuthSettings, _ home: String?) -> String {
    switch settings {
    case .command(let words): return "{ \"tokenCommand\": \(list(words)) }"
    case .client(let client):
      var members: [String] = []
      func add(_ key: String, _ text: String?) {
        if let text { members.append("\"\(key)\": \(text)") }
      }
      add("provider", client.provider.map(jsonText))
      add("clientId", jsonText(client.clientID))
      add("clientSecret", client.clientSecret.map { password($0, home) })
      add("tenant", client.tenant.map(jsonText))
      add("authorizationEndpoint", client.authorizationEndpoint.map(jsonText))
      add("deviceEndpoint", client.deviceEndpoint.map(jsonText))
      add("tokenEndpoint", client.tokenEndpoint.map(jsonText))
      add("scope", client.scope.map(jsonText))
      add("redirectPort", client.redirectPort.map(String.init))
      add("tokens", client.tokens.map { jsonPath($0, home) })
      return "{ \(members.joined(separator: ", ")) }"
    }
  }

  private static func list(_ words: [String]) -> String {
    "[\(words.map(jsonText).joined(separator: ", "))]"
  }
}
