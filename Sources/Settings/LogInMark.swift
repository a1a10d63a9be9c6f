import Glibc

extension Account {
  /// What tells this way to log in from another, as text; nothing of a password is in it.
  ///
  /// It changes with the server, the user, the mechanism, the certificate and the source of the password; where that is a
  /// file, also with the file. So a log-in that was refused need not be tried again before something has changed.
  package var logInMark: String {
    var parts = [host.lowercased(), "\(port)", tls.rawValue, user, auth?.rawValue ?? ""]
    if let password { parts += password.markParts }
    if let clientCertificate {
      parts += [clientCertificate.file, clientCertificate.key].flatMap { [$0, FileVersion.of($0)] }
    }
    switch oauth {
    case nil: break
    case .command(let words): parts += ["tokenCommand"] + words
    case .client(let client): parts += ["oauth"] + client.markParts(account: name)
    }
    // Arguments of a command are not to be read from it.
    return String(StableHash.of(parts.joined(separator: "\0")), radix: 16)
  }
}

extension PasswordSource {
  /// What tells this source from others, and its content from what it was, as far as that can be seen without it.
  fileprivate var markParts: [String] {
    switch self {
    case .command(let words): ["command"] + words
    case .env(let name): ["env", name]
    case .file(let path): ["file", path, FileVersion.of(path)]
    case .value: ["value"]
    case .credential(let name): ["credential", name, Self.credentialPath(name).map(FileVersion.of) ?? ""]
    case .keyring(let attributes):
      ["keyring"] + attributes.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.value] }
    case .netrc(let path): ["netrc", Self.netrcPath(path), FileVersion.of(Self.netrcPath(path))]
    }
  }
}

/// What tells one state of a file from another.
private enum FileVersion {
  static func of(_ path: String) -> String {
    var status = stat()
    guard stat(path, &status) == 0 else { return "" }
    return "\(status.st_ino) \(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
  }
}

extension OAuthClient {
  /// The file of tokens is renewed by itself; its time is that of the log-in by a person.
  fileprivate func markParts(account: String) -> [String] {
    var status = stat()
    let isThere = stat("\(tokens ?? "")/\(account).json", &status) == 0
    let time = isThere ? "\(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)" : ""
    return [provider, clientID, tenant, tokenEndpoint, scope, time].map { $0 ?? "" }
      + (clientSecret?.markParts ?? [])
  }
}
