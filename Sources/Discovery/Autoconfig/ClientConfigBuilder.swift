import CExpat

/// Takes the elements of one document as they come, and keeps what says something of POP3.
final class ClientConfigBuilder {
  private static let deepest = 16
  private static let mostElements = 4096
  /// Servers of one kind, and ways to log in of one server.
  private static let most = 16
  /// Octets of a text that is kept.
  private static let longest = 512

  private(set) var config = ClientConfig()
  private(set) var failure: ClientConfigReader.Failure?
  private(set) var isClientConfig = false
  private let parser: XML_Parser
  private var path: [String] = []
  private var elements = 0
  private var text: [UInt8] = []
  private var server: ClientConfig.Server?

  init(_ parser: XML_Parser) { self.parser = parser }

  static func of(_ data: UnsafeMutableRawPointer) -> ClientConfigBuilder {
    Unmanaged<ClientConfigBuilder>.fromOpaque(data).takeUnretainedValue()
  }

  /// Ends the reading; only the first reason counts.
  func stop(_ reason: ClientConfigReader.Failure) {
    guard failure == nil else { return }
    failure = reason
    XML_StopParser(parser, XML_Bool(XML_FALSE))
  }

  func start(_ name: String, _ attributes: [String: String]) {
    guard failure == nil else { return }
    elements += 1
    if elements > Self.mostElements { return stop(.tooMany) }
    if path.count >= Self.deepest { return stop(.tooDeep) }
    if path.isEmpty {
      // Version 1.0 differs in the names of ways to log in, and those are known too.
      let version = attributes["version"] ?? "1.0"
      guard name == "clientConfig", version.hasPrefix("1.") else { return stop(.otherDocument) }
      isClientConfig = true
    }
    path.append(name)
    text = []
    if path == ["clientConfig", "emailProvider", "incomingServer"] { startServer(attributes["type"] ?? "") }
  }

  func add(_ bytes: UnsafeRawBufferPointer) {
    guard failure == nil, text.count <= Self.longest else { return }
    text += bytes.prefix(Self.longest + 1)
  }

  func end() {
    guard failure == nil else { return }
    let value = trimmed()
    switch path.dropFirst().joined(separator: "/") {
    case "emailProvider/displayName": if config.displayName.isEmpty { config.displayName = value }
    case "emailProvider/incomingServer": endServer()
    case "emailProvider/incomingServer/hostname": server?.hostname = value
    case "emailProvider/incomingServer/port": server?.port = value
    case "emailProvider/incomingServer/socketType": server?.socketType = value
    case "emailProvider/incomingServer/username": server?.username = value
    case "emailProvider/incomingServer/authentication":
      if let count = server?.authentication.count, count < Self.most { server?.authentication.append(value) }
    case "oAuth2/issuer": if config.issuer.isEmpty { config.issuer = value }
    case _: break
    }
    path.removeLast()
    text = []
  }

  private func startServer(_ type: String) {
    if type == "pop3" {
      server = ClientConfig.Server()
    } else if !type.isEmpty, type.utf8.count <= 16, config.otherProtocols.count < Self.most {
      let name = String(type.unicodeScalars.filter { $0.isASCII && $0.properties.isAlphabetic })
      if !config.otherProtocols.contains(name), !name.isEmpty { config.otherProtocols.append(name) }
    }
  }

  private func endServer() {
    if let server, config.servers.count < Self.most { config.servers.append(server) }
    server = nil
  }

  /// The text without blanks around it; empty where it is longer than anything that is meant.
  private func trimmed() -> String {
    guard text.count <= Self.longest else { return "" }
    let isBlank = { (byte: UInt8) in [9, 10, 13, 32].contains(byte) }
    let rest = text.drop(while: isBlank).reversed().drop(while: isBlank).reversed()
    return String(decoding: Array(rest), as: UTF8.self)
  }
}
