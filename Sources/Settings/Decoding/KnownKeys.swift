/// A key of the configuration file.
package struct KnownKey: Sendable {
  package let name: String
  /// For a key that the format has and this version does not serve: why not, and what to do; else nil.
  package let refusal: String?

  init(_ name: String, refusal: String? = nil) {
    self.name = name
    self.refusal = refusal
  }
}

/// Every key of the format, object by object: what is not here is a misspelling.
package enum KnownKeys {
  package static let top: [KnownKey] = [
    KnownKey("$schema"), KnownKey("archive"), KnownKey("minFree"), KnownKey("defaults"), KnownKey("accounts"),
    KnownKey("daemon"), KnownKey("metrics"), KnownKey("drives"),
  ]

  package static let account: [KnownKey] = [
    KnownKey("name"), KnownKey("host"), KnownKey("port"), KnownKey("tls"), KnownKey("allowPlaintext"),
    KnownKey("caFile"),
    KnownKey("pin", refusal: notYet("certificate pins", "trust the certificate with \"caFile\"")),
    KnownKey("clientCertificate", refusal: notYet("client certificates", "remove it")),
    KnownKey("user"), KnownKey("auth"), KnownKey("password"),
    KnownKey("oauth", refusal: notYet("OAuth", "use \"password\", with an app password of your provider")),
    KnownKey("every"), KnownKey("timeout"), KnownKey("onServer"), KnownKey("markRead"), KnownKey("partition"),
    KnownKey("maxMessageSize"), KnownKey("quiet"), KnownKey("hooks"), KnownKey("enabled"),
  ]

  package static let daemon: [KnownKey] = [
    KnownKey("sessions"), KnownKey("sessionsPerHost"), KnownKey("scrub"), KnownKey("socket"), KnownKey("log"),
  ]

  package static let metrics: [KnownKey] = [KnownKey("listen"), KnownKey("textfile")]

  package static let hooks: [KnownKey] = [
    KnownKey("onNewMail"), KnownKey("onFailure"), KnownKey("onSilence"),
  ]

  package static let drive: [KnownKey] = [
    KnownKey("name"), KnownKey("backup"), KnownKey("verify"), KnownKey("hooks"),
  ]

  package static let driveHooks: [KnownKey] = [
    KnownKey("onBackup"), KnownKey("onFailure"), KnownKey("onSilence"),
  ]

  package static let hook: [KnownKey] = [KnownKey("command"), KnownKey("timeout"), KnownKey("after")]

  package static let password: [KnownKey] = [
    KnownKey("command"), KnownKey("env"), KnownKey("file"),
    KnownKey(
      "credential", refusal: notYet("systemd credentials", "use \"file\", \"env\" or \"command\"")),
    KnownKey(
      "keyring", refusal: notYet("the keyring", "use \"command\", such as [\"secret-tool\", \"lookup\", …]")),
    KnownKey("value"),
  ]

  package static let onServer: [KnownKey] = [
    KnownKey("delete"), KnownKey("deleteAfter"), KnownKey("keepNewest"), KnownKey("keepUnder"),
    KnownKey("untilTrashed"), KnownKey("maxDeletes"), KnownKey("proveByHash"), KnownKey("requireCopies"),
  ]

  /// Keys that name one account and so have no place in `defaults`.
  static let ownOnly = ["name", "user"]

  /// Log-ins that the format has and this version does not serve.
  static let laterMechanisms = [
    "oauthbearer", "scram-sha-256", "scram-sha-256-plus", "scram-sha-1", "scram-sha-1-plus",
    "cram-md5", "external",
  ]

  private static func notYet(_ what: String, _ advice: String) -> String {
    "needs \(what), which this version does not have yet: \(advice)"
  }
}
