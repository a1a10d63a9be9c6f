/// Reads `oauth`: where an account's access tokens come from. Whether a provider is known is for others to say.
struct OAuthDecoder {
  let place: FilePlace
  let mode: UInt32?

  func settings(in account: Fields) throws(ConfigurationFailure) -> OAuthSettings? {
    guard let node = account.node("oauth") else { return nil }
    let fields = try Fields(
      node, of: "\"oauth\"", file: account.file, known: KnownKeys.oauth, secret: true)
    if let command = fields.node("tokenCommand") {
      guard fields.keys.count == 1 else {
        throw fields.failure(
          "\"tokenCommand\" prints the tokens that it gets by itself: no other key of \"oauth\" stands beside it",
          at: command)
      }
      return .command(try tokenCommand(fields, command))
    }
    let client = try client(fields)
    if client.provider == nil { try checkEndpoints(client, fields) }
    return .client(client)
  }

  private func tokenCommand(
    _ fields: Fields, _ node: JSONNode
  ) throws(ConfigurationFailure) -> [String] {
    try CommandDecoder.words(
      in: fields, node, key: "tokenCommand", example: "[\"oama\", \"access\", \"alice@example.org\"]")
  }

  private func client(_ fields: Fields) throws(ConfigurationFailure) -> OAuthClient {
    guard let id = try fields.text("clientId", needs: "the id that the provider gave your program") else {
      throw fields.failure(
        "\"clientId\" is missing: the id that the provider gave your program (docs/oauth.md says how to get one); or write \"tokenCommand\""
      )
    }
    let provider = try word("provider", "a provider's name such as \"google\"", in: fields)
    let tenant = try word("tenant", "a tenant's name or id", in: fields)
    guard tenant == nil || provider != nil else {
      throw fields.failure(
        "\"tenant\" needs a \"provider\" that has such: without, write it into the endpoints",
        at: fields.node("tenant"))
    }
    return OAuthClient(
      provider: provider, clientID: id,
      clientSecret: try PasswordDecoder(place: place, mode: mode, key: "clientSecret").source(in: fields),
      tenant: tenant, authorizationEndpoint: try address("authorizationEndpoint", in: fields),
      deviceEndpoint: try address("deviceEndpoint", in: fields),
      tokenEndpoint: try address("tokenEndpoint", in: fields), scope: try fields.text("scope"),
      redirectPort: try fields.number("redirectPort", in: 1...65535).flatMap { UInt16(exactly: $0) },
      tokens: try place.path("tokens", in: fields))
  }

  private func checkEndpoints(_ client: OAuthClient, _ fields: Fields) throws(ConfigurationFailure) {
    guard client.tokenEndpoint != nil else {
      throw fields.failure("\"oauth\" needs a \"provider\", or its endpoints: \"tokenEndpoint\" is missing")
    }
    guard client.authorizationEndpoint != nil || client.deviceEndpoint != nil else {
      throw fields.failure(
        "\"oauth\" needs a \"provider\", or its endpoints: \"authorizationEndpoint\" or \"deviceEndpoint\" is missing"
      )
    }
  }

  /// A word that becomes a part of a URL.
  private func word(
    _ key: String, _ needs: String, in fields: Fields
  ) throws(ConfigurationFailure) -> String? {
    guard let text = try fields.text(key, needs: needs) else { return nil }
    let isWord = text.utf8.allSatisfy {
      (isWordByte($0) && $0 != UInt8(ascii: "$")) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ".")
    }
    guard isWord, text.utf8.count <= 128, text != ".", text != ".." else {
      throw fields.failure(
        "\"\(key)\" needs \(needs), of letters, digits and . _ - alone", at: fields.node(key))
    }
    return text
  }

  private func address(_ key: String, in fields: Fields) throws(ConfigurationFailure) -> String? {
    guard let text = try fields.text(key, needs: WebAddress.form) else { return nil }
    if let problem = WebAddress.problem(with: text) {
      throw fields.failure("\"\(key)\" \(problem)", at: fields.node(key))
    }
    return text
  }
}
