import Glibc
import TestFiles
import TestServers
import Testing

/// Passwords of the desktop, of systemd and of netrc files, as the program gets them from its environment.
@Suite struct PasswordSourceTests {
  private let home: UserHome
  private let mailbox: ServedMailbox

  init() throws {
    home = try UserHome()
    mailbox = try ServedMailbox(1...2)
    try home.configure(mailbox.account())
    try home.makeArchive()
    for folder in ["bin", "credentials"] where mkdir(home.folder(folder), 0o700) != 0 {
      throw SystemFailure("mkdir \(folder)")
    }
  }

  private func configure(_ password: String) throws {
    var account = mailbox.account()
    account.password = password
    try home.configure(account)
  }

  /// Puts a `secret-tool` in the way that does as `script` says, and runs check.
  private func checkWithKeyring(_ script: String) throws -> CommandRun {
    let tool = try home.folder.write("bin/secret-tool", text: "#!/bin/sh\n\(script)\n")
    #expect(chmod(tool, 0o700) == 0)
    let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
    return try home.run("check", environment: ["PATH": "\(home.folder("bin")):\(path)"])
  }

  @Test func `the keyring is asked for service, host and user, or for the attributes that are named`() throws
  {
    let script = "printf '%s|' \"$@\" >\"\(home.folder("asked"))\"; cat \"\(home.passwordFile)\""
    try configure(#"{ "keyring": true }"#)
    try checkWithKeyring(script).succeeds()
    func asked() throws -> String { String(decoding: try readFile(home.folder("asked")), as: UTF8.self) }
    #expect(try asked() == "lookup|host|127.0.0.1|service|popkeep|user|alice|")
    try configure(#"{ "keyring": { "xdg:schema": "org.x", "a b": "$HOME" } }"#)
    try checkWithKeyring(script).succeeds()
    #expect(try asked() == "lookup|a b|$HOME|xdg:schema|org.x|")
  }

  @Test func `an item that is missing, a locked one and no keyring at all are told apart`() throws {
    try configure(#"{ "keyring": true }"#)
    let missing = try checkWithKeyring(#"[ "$1" = lookup ] && exit 1; exit 0"#)
    #expect(missing.status == 78 && missing.output.contains("The keyring has no password for this account"))
    let locked = try checkWithKeyring(#"[ "$1" = lookup ] && exit 1; echo '[/org/freedesktop/secrets/1]'"#)
    #expect(locked.status == 78 && locked.output.contains("The keyring is locked: unlock it"), "\(locked)")
    let none = try checkWithKeyring("cat \"\(home.passwordFile)\"; exit 1")
    #expect(none.status == 78 && none.output.contains("No keyring answers"), "\(none)")
    // Not there at all: nothing is in this PATH.
    let bare = try home.run("check", environment: ["PATH": home.folder("nothing")])
    #expect(bare.status == 78 && bare.output.contains("libsecret-tools"), "\(bare)")
  }

  @Test func `a credential is a file in the folder that systemd made`() throws {
    try configure(#"{ "credential": "mail.home" }"#)
    let without = try home.run("check")
    #expect(without.status == 78 && without.output.contains("LoadCredential="), "\(without)")
    let environment = ["CREDENTIALS_DIRECTORY": home.folder("credentials")]
    let missing = try home.run("check", environment: environment)
    #expect(missing.output.contains("The systemd credential \"mail.home\" is not there"), "\(missing)")
    let path = home.folder("credentials/mail.home")
    try writeFile(path, Array("\(UserHome.password)\n".utf8))
    // As systemd leaves it where an ACL gives the unit's user access.
    #expect(chmod(path, 0o440) == 0)
    try home.run("check", environment: environment).succeeds()
    try home.run("fetch", "--quiet", environment: environment).succeeds()
    #expect(chmod(path, 0o444) == 0)
    let open = try home.run("check", environment: environment)
    #expect(open.status == 78 && open.output.contains("is open to others (mode 444)"), "\(open)")
  }

  @Test func `a netrc file is the one of NETRC, else that of the home folder`() throws {
    try configure(#"{ "netrc": true }"#)
    let missing = try home.run("check")
    #expect(missing.output.contains("The netrc file \"\(home.folder(".netrc"))\" is not there"), "\(missing)")
    func write(_ name: String, user: String, mode: mode_t = 0o600) throws {
      let text = "machine 127.0.0.1 login \(user) password \(UserHome.password)\n"
      let path = home.folder(name)
      try writeFile(path, Array(text.utf8))
      #expect(chmod(path, mode) == 0)
    }
    try write(".netrc", user: "alice")
    try home.run("check").succeeds()
    try write("other-netrc", user: "bob")
    let other = try home.run("check", environment: ["NETRC": home.folder("other-netrc")])
    #expect(other.status == 78 && other.output.contains("no entry for the account's user"), "\(other)")
    try write(".netrc", user: "alice", mode: 0o644)
    let open = try home.run("check")
    #expect(open.status == 78 && open.output.contains("run chmod 600 on it"), "\(open)")
  }

  @Test func `a URL is fetched with a password of any of these`() throws {
    let url = "pop3s://alice@127.0.0.1:\(mailbox.port)"
    let common = ["fetch", url, "--to", home.archive, "--ca-file", mailbox.caFile, "--quiet"]
    try writeFile(
      home.folder(".netrc"), Array("machine 127.0.0.1 password \(UserHome.password)\n".utf8))
    #expect(chmod(home.folder(".netrc"), 0o600) == 0)
    try writeFile(home.folder("credentials/mail"), Array(UserHome.password.utf8))
    #expect(chmod(home.folder("credentials/mail"), 0o400) == 0)
    let sources: [([String], [String: String])] = [
      (["--password-netrc"], [:]),
      (["--password-credential", "mail"], ["CREDENTIALS_DIRECTORY": home.folder("credentials")]),
      (["--password-env", "MAIL"], ["MAIL": UserHome.password]),
    ]
    for (options, environment) in sources {
      try home.start(common + options, environment: environment).finish().succeeds()
    }
    let two = try home.start(common + ["--password-netrc", "--password-keyring"]).finish()
    two.fails(64, "--password-keyring and --password-netrc")
    try home.start(common + ["--password-credential", "a/b"]).finish().fails(64, "--password-credential")
  }

  @Test func `hooks get no variable that a secret is in, whichever account has it and whatever for`() throws {
    let hook = try RecordingHook(home)
    var account = mailbox.account()
    account.password = #"{ "env": "MAIL_PASSWORD" }"#
    var other = account
    other.name = "other"
    other.others += """
      "enabled": false, "proxy": "socks5h://u@proxy.example.org", "proxyPassword": { "env": "PROXY_PASSWORD" },
      """
    try home.configure(
      account, other, others: "\"defaults\": { \"hooks\": { \"onNewMail\": \(hook.command("new")) } },")
    let environment = ["MAIL_PASSWORD": UserHome.password, "PROXY_PASSWORD": UserHome.wrongPassword]
    try home.run("fetch", environment: environment.merging(["KEPT": "yes"]) { $1 }).succeeds()
    _ = try hook.event("new")
    let seen = try hook.environment("new")
    #expect(seen.contains("KEPT=yes") && !seen.contains("MAIL_PASSWORD") && !seen.contains("PROXY_PASSWORD"))
  }
}
