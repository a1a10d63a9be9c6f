import Glibc

/// Reads how an account's server is reached: whom to trust, what to show, and which way to go.
struct ConnectionDecoder {
  let place: FilePlace
  let mode: UInt32?

  struct Connection {
    var caFile: String?
    var pins: [KeyPin] = []
    var clientCertificate: ClientCertificate?
    var proxy: ProxySettings?
    var source: String?
  }

  func connection(in fields: Fields) throws(ConfigurationFailure) -> Connection {
    var connection = Connection(
      caFile: try place.path("caFile", in: fields), pins: try pins(fields),
      clientCertificate: try clientCertificate(fields), proxy: try proxy(fields), source: try source(fields))
    guard connection.caFile != nil, !connection.pins.isEmpty else { return connection }
    switch (fields.isOwn("pin"), fields.isOwn("caFile")) {
    // What the account says itself stands in the place of the other one, which the defaults have.
    case (true, false): connection.caFile = nil
    case (false, true): connection.pins = []
    case (true, true), (false, false):
      throw fields.failure(
        "\"pin\" and \"caFile\" exclude one another: with a pin, the key alone tells the server, and no authority counts",
        at: fields.node("pin"))
    }
    return connection
  }

  /// What cannot be had on a line without TLS.
  func check(_ account: Account, in fields: Fields) throws(ConfigurationFailure) {
    guard account.tls == .none else { return }
    let wanted = [("pin", !account.pins.isEmpty), ("clientCertificate", account.clientCertificate != nil)]
    guard let key = wanted.first(where: \.1)?.0 else { return }
    throw fields.failure(
      "\"\(key)\" needs TLS, but \"tls\" is \"none\": nothing is known of a server on an unencrypted line",
      at: fields.node(key))
  }

  private func pins(_ fields: Fields) throws(ConfigurationFailure) -> [KeyPin] {
    guard let node = fields.node("pin") else { return [] }
    let needs =
      "the SHA-256 of the server's public key as popkeep check prints it, 64 hexadecimal digits or \"sha256//\" and base64, or a list of such"
    let nodes =
      if case .array(let nodes) = node.value { nodes } else { [node] }
    guard !nodes.isEmpty else { throw fields.failure("\"pin\" needs \(needs)", at: node) }
    var pins: [KeyPin] = []
    for element in nodes {
      guard case .text(let text) = element.value else {
        throw fields.failure("\"pin\" needs \(needs), but \(element.value.kind) stands here", at: element)
      }
      guard let pin = KeyPin(text) else {
        throw fields.failure("\"pin\" needs \(needs), not \(quoted(text))", at: element)
      }
      pins.append(pin)
    }
    return pins
  }

  private func clientCertificate(_ fields: Fields) throws(ConfigurationFailure) -> ClientCertificate? {
    let key = "clientCertificate"
    guard let node = fields.node(key) else { return nil }
    if case .text = node.value {
      return try place.path(key, in: fields).map { ClientCertificate(file: $0, key: $0) }
    }
    guard case .object = node.value else {
      throw fields.wrongType(
        key, needs: "the path of a PEM file, or {\"file\": \"me.pem\", \"key\": \"me.key\"}", node)
    }
    let parts = try Fields(node, of: "\"\(key)\"", file: fields.file, known: KnownKeys.clientCertificate)
    guard let file = try place.path("file", in: parts) else {
      throw parts.failure("\"file\" is missing: the PEM file of the certificate")
    }
    return ClientCertificate(file: file, key: try place.path("key", in: parts) ?? file)
  }

  private func source(_ fields: Fields) throws(ConfigurationFailure) -> String? {
    let needs = "an IP address of this machine"
    guard let text = try fields.text("source", needs: needs) else { return nil }
    var four = in_addr()
    // A name would mean several addresses, and an address here is hardly ever one that a name server knows.
    guard let host = HostName.parse(text), host.contains(":") || inet_pton(AF_INET, host, &four) == 1 else {
      throw fields.failure("\"source\" needs \(needs), not \(quoted(text))", at: fields.node("source"))
    }
    return host
  }

  private func proxy(_ fields: Fields) throws(ConfigurationFailure) -> ProxySettings? {
    let password = try PasswordDecoder(place: place, mode: mode, key: "proxyPassword").source(in: fields)
    guard let text = try fields.text("proxy", needs: ProxySettings.form) else {
      guard password == nil else {
        throw fields.failure("\"proxyPassword\" needs a \"proxy\"", at: fields.node("proxyPassword"))
      }
      return nil
    }
    var proxy: ProxySettings
    do { proxy = try ProxySettings(text) } catch {
      throw fields.failure("\"proxy\" \(error.problem)", at: fields.node("proxy"))
    }
    if proxy.user != nil {
      guard let password else {
        throw fields.failure(
          "\"proxy\" names a user: \"proxyPassword\" is missing, such as {\"command\": [\"pass\", \"show\", \"proxy\"]}",
          at: fields.node("proxy"))
      }
      proxy.password = password
    } else if password != nil, fields.isOwn("proxyPassword") || !fields.isOwn("proxy") {
      throw fields.failure(
        "\"proxyPassword\" needs a user in \"proxy\", as in \"socks5h://user@proxy.example.org\"",
        at: fields.node("proxyPassword"))
    }
    return proxy
  }
}
