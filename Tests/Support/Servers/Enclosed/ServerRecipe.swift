/// How one server is set up in a root of its own.
struct ServerRecipe: Sendable {
  /// Where its mail lies.
  enum Mailbox: Sendable {
    /// A folder of a file a message, below the root.
    case maildir(String)
    /// A file of all messages, below the root.
    case mbox(String)
    /// Cyrus' own, to which its `reconstruct` adds what lies in its folder.
    case cyrus
    /// The mailbox of the server behind this one.
    case behind
  }

  /// Files by their paths below the root.
  var files: [String: String]
  /// Folders below the root.
  var folders: [String] = []
  /// Commands of a shell that has the root as its folder and starts the server; `inside` runs a command in the root.
  let script: String
  let mailbox: Mailbox
}

/// What a recipe is told: where to listen, whom to let in.
struct ServerPlace: Sendable {
  let ports: EnclosedServer.Ports
  let password: String
  /// The port of the server behind a proxy.
  let behind: UInt16?

  /// A user that owns the mail.
  static let uid: UInt32 = 1_000
  static let gid: UInt32 = 8
  /// The number of the first user that a server has for itself.
  static let ownUser = 202

  /// What every root has: users and groups, of which a server may need some of its own, and names.
  static func system(_ users: [String] = []) -> [String: String] {
    let names = ["root", "nobody"] + users
    let own = names.enumerated().map { (index, name) in
      let id = name == "root" ? 0 : ownUser - 2 + index
      return (name: name, id: id)
    }
    return [
      "etc/passwd": own.map { "\($0.name):x:\($0.id):\($0.id)::/:/bin/false\n" }.joined()
        + "alice:x:\(uid):\(gid)::/home/alice:/bin/sh\n",
      "etc/group": own.map { "\($0.name):x:\($0.id):\n" }.joined() + "mail:x:\(gid):\n",
      "etc/nsswitch.conf": "passwd: files\ngroup: files\nshadow: files\nhosts: files\n",
      "etc/hosts": "127.0.0.1 localhost\n",
    ]
  }

  /// What a server needs that asks the system (PAM) whether a password is right; `shadow` begins its script.
  static func pam(_ service: String) -> [String: String] {
    [
      "etc/pam.d/\(service)":
        "auth required pam_unix.so\naccount required pam_unix.so\nsession required pam_unix.so\n"
    ]
  }

  static let shadow = """
    hash=$(inside /usr/sbin/userdbpw -md5 <password)
    echo "alice:$hash:19000:0:99999:7:::" >etc/shadow

    """

  /// Starts a server that speaks on standard input and output, as inetd would.
  static func relay(_ port: UInt16) -> String {
    "inside /usr/sbin/couriertcpd -address=127.0.0.1 -nodnslookup -noidentlookup -maxperip=40 \(port)"
  }
}
