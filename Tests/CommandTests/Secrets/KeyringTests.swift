import Glibc
import TestFiles
import TestServers
import Testing

/// The desktop's keyring as it is: GNOME Keyring on a session bus of the test's own.
@Suite(.enabled(if: SessionBus.isExpected)) struct KeyringTests {
  /// Unlocks a new keyring and runs the command: with nothing in it, with the password of the account, and when it is locked.
  /// The keyring ends with its bus.
  private static func script(_ home: UserHome) -> String {
    """
    #!/bin/sh
    set -eu
    # Where it keeps its socket is said on standard output.
    printf master | gnome-keyring-daemon --unlock --components=secrets --daemonize >/dev/null
    secrets=org.freedesktop.secrets
    bus="dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus"
    tries=0
    until $bus.NameHasOwner string:$secrets | grep -q true; do
      tries=$((tries + 1))
      test $tries -lt 2000
    done
    item='service popkeep host 127.0.0.1 user alice'
    "$@" || echo "missing: $?"
    tr -d '\\n' <"\(home.passwordFile)" | secret-tool store --label='popkeep: home' $item
    "$@"
    echo there
    collection=/org/freedesktop/secrets/collection/login
    dbus-send --session --print-reply --dest=$secrets /org/freedesktop/secrets \\
      org.freedesktop.Secret.Service.Lock array:objpath:$collection >/dev/null
    "$@" || echo "locked: $?"
    """
  }

  @Test func `a password in the keyring logs in, and a locked keyring and a missing item are said`() throws {
    let home = try UserHome()
    let mailbox = try ServedMailbox(1...1)
    var account = mailbox.account()
    account.password = #"{ "keyring": true }"#
    try home.configure(account)
    try home.makeArchive()
    let script = try home.folder.write("keyring", text: Self.script(home))
    let run = try home.start(["check"], under: ["dbus-run-session", "--", "sh", script]).finish().succeeds()
    let lines = run.outputLines
    let missing = try #require(lines.firstIndex(of: "missing: 78"), "\(run)")
    let there = try #require(lines.firstIndex(of: "there"), "\(run)")
    #expect(
      lines[..<missing].contains { $0.contains("The keyring has no password for this account") }, "\(run)")
    #expect(lines[missing..<there].contains { $0.contains("1 message") }, "\(run)")
    #expect(lines.last == "locked: 78", "\(run)")
    #expect(lines[there...].contains { $0.contains("The keyring is locked: unlock it, and try again") })
  }
}

/// A session bus with a keyring on it, where this machine has the programs for that.
private enum SessionBus {
  /// True with CI too: there the programs must be.
  static let isExpected =
    Corpus.isRequired
    || ["dbus-run-session", "dbus-send", "gnome-keyring-daemon", "secret-tool"].allSatisfy {
      ChildProcess.locate($0) != nil
    }
}
