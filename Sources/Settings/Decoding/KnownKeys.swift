/// A key of the configuration file.
package struct KnownKey: Sendable {
  package let name: String

  init(_ name: String) { self.name = name }
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
    KnownKey("pin"), KnownKey("clientCertificate"), KnownKey("proxy"), KnownKey("proxyPassword"),
    KnownKey("source"), KnownKey("user"), KnownKey("auth"), KnownKey("password"), KnownKey("oauth"),
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
    KnownKey("credential"), KnownKey("keyring"), KnownKey("netrc"),
    KnownKey("value"),
  ]

  package static let clientCertificate: [KnownKey] = [KnownKey("file"), KnownKey("key")]

  package static let oauth: [KnownKey] = [
    KnownKey("provider"), KnownKey("clientId"), KnownKey("clientSecret"), KnownKey("tenant"),
    KnownKey("authorizationEndpoint"), KnownKey("deviceEndpoint"), KnownKey("tokenEndpoint"),
    KnownKey("scope"), KnownKey("redirectPort"), KnownKey("tokens"), KnownKey("tokenCommand"),
  ]

  package static let onServer: [KnownKey] = [
    KnownKey("delete"), KnownKey("deleteAfter"), KnownKey("keepNewest"), KnownKey("keepUnder"),
    KnownKey("untilTrashed"), KnownKey("maxDeletes"), KnownKey("proveByHash"), KnownKey("requireCopies"),
  ]

  /// Keys that name one account and so have no place in `defaults`.
  static let ownOnly = ["name", "user"]
}
