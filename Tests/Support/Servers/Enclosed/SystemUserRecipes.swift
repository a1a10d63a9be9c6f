/// Servers that let in who is a user of the system: here, of a root of their own.
extension ServerRecipe {
  /// popa3d: USER and PASS, an mbox for each user, and nothing else on purpose.
  static func popa3d(_ place: ServerPlace) -> ServerRecipe {
    ServerRecipe(
      files: ServerPlace.system(["popa3d"]).merging(ServerPlace.pam("popa3d")) { $1 },
      // Where it goes (chroot) while nobody has logged in.
      folders: ["var/lib/popa3d", "var/mail", "home/alice"],
      script: ServerPlace.shadow + "\(ServerPlace.relay(place.ports.pop3)) /usr/sbin/popa3d",
      mailbox: .mbox("var/mail/alice"))
  }

  static func solid(_ place: ServerPlace) -> ServerRecipe {
    // Its "encryption" of what APOP needs: each octet's complement, in hex.
    let hidden = place.password.utf8.map { octet in
      let digits = String(~octet, radix: 16)
      return digits.utf8.count == 1 ? "0\(digits)" : digits
    }
    return ServerRecipe(
      files: ServerPlace.system(["spop3d"]).merging(ServerPlace.pam("solid-pop3d")) { $1 }.merging([
        "etc/spop3d.conf": """
        <Global>
        MailDropName "Maildir"
        MailDropType maildir
        AllowAPOP yes
        APOPServerName "localhost"
        UserOverride yes
        AddBulletins no
        </Global>

        """,
        "home/alice/.spop3d": "APOPSecret \(hidden.joined())\n",
      ]) { $1 },
      folders: ["home/alice"],
      script: ServerPlace.shadow + "\(ServerPlace.relay(place.ports.pop3)) /usr/sbin/solid-pop3d",
      mailbox: .maildir("home/alice/Maildir"))
  }

  static func mailutils(_ place: ServerPlace) -> ServerRecipe {
    ServerRecipe(
      files: ServerPlace.system().merging(ServerPlace.pam("gnu-pop3d")) { $1 }.merging([
        "etc/mailutils.conf": """
        mode daemon;
        foreground yes;
        max-children 20;
        logging { syslog no; };
        tcp-wrappers { enable no; };
        auth { authentication "generic:system:pam"; authorization "system"; };
        apop-database-file "/etc/apop.db";
        apop-database-owner root;
        apop-database-safety none;
        tls { ssl-certificate-file /etc/server.pem; ssl-key-file /etc/server.pem; };
        tls-file-checks { key-file none; cert-file none; ca-file none; };
        server 127.0.0.1:\(place.ports.pop3) { tls-mode ondemand; };
        server 127.0.0.1:\(place.ports.pop3s) { tls-mode connection; };

        """,
        "etc/apop.txt": "alice \(place.password)\n",
      ]) { $1 },
      folders: ["var/mail", "home/alice"],
      script: ServerPlace.shadow + """
        inside /usr/bin/popauth -c -f /etc/apop.txt -o /etc/apop.db
        inside /usr/sbin/pop3d
        """,
      mailbox: .mbox("var/mail/alice"))
  }

  /// mailfront asks a "credential validation module" of its author's, which reads a file of users.
  static func mailfront(_ place: ServerPlace) -> ServerRecipe {
    let user = "alice:\(place.password):\(ServerPlace.uid):\(ServerPlace.gid)::/home/alice:/bin/sh\n"
    return ServerRecipe(
      files: ServerPlace.system().merging(["etc/users": user]) { $1 },
      folders: ["home/alice"],
      script: """
        export CVM_PWFILE_PATH=/etc/users CVM_SASL_PLAIN=cvm-pwfile CVM_SASL_LOGIN=cvm-pwfile PATH=/usr/bin:/usr/sbin:/bin:/sbin
        \(ServerPlace.relay(place.ports.pop3)) /usr/sbin/pop3front-auth cvm-pwfile /usr/sbin/pop3front-maildir Maildir
        """,
      mailbox: .maildir("home/alice/Maildir"))
  }

  /// perdition answers until the log-in, and passes everything on from then on.
  static func perdition(_ place: ServerPlace) -> ServerRecipe {
    let program = """
      inside /usr/sbin/perdition --no_daemon -F - -f /dev/null -u root -g root -n -M '' -b 127.0.0.1 \
      -s 127.0.0.1 -p \(place.behind ?? 0) --ssl_cert_file /etc/server.pem --ssl_key_file /etc/server.pem
      """
    return ServerRecipe(
      files: ServerPlace.system(), folders: ["run", "var"],
      script: """
        cp \(ServerTree.path)/etc/services \(ServerTree.path)/etc/protocols etc/
        \(program) -P POP3S -l \(place.ports.pop3s) --ssl_mode ssl_listen --pid_file /run/pop3s.pid &
        \(program) -l \(place.ports.pop3) --ssl_mode tls_listen --pid_file /run/pop3.pid
        """,
      mailbox: .behind)
  }
}
