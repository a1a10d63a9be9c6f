extension ServerRecipe {
  /// Courier with its own database of users, which has what each of its mechanisms needs. The way its own start script
  /// goes, but for the addresses.
  static func courier(_ place: ServerPlace) -> ServerRecipe {
    let data = "inside /usr/lib/courier/courier-authlib/makedatprog - /etc/courier/userdb.tmp /etc/courier"
    let program =
      "/usr/lib/courier/courier/courierpop3login /usr/lib/courier/courier/courierpop3d Maildir"
    return ServerRecipe(
      files: ServerPlace.system(["courier"]).merging([
        "etc/courier/authdaemonrc": """
        authmodulelist="authuserdb"
        authmodulelistorig="authuserdb"
        daemons=2
        authdaemonvar=/run/courier/authdaemon
        subsystem=mail

        """
      ]) { $1 },
      folders: ["run/courier/authdaemon", "var/lib/courier", "home/alice"],
      script: """
        plain=$(inside /usr/sbin/userdbpw -md5 <password)
        hmac=$(inside /usr/sbin/userdbpw -hmac-md5 <password)
        printf 'alice\\thome=/home/alice|uid=\(ServerPlace.uid)|gid=\(ServerPlace.gid)|_=\\n.\\n' | \(data)/userdb.dat
        printf 'alice\\tsystempw=%s|hmac-md5pw=%s\\n.\\n' "$plain" "$hmac" | \(data)/userdbshadow.dat
        inside /usr/lib/courier/courier-authlib/authdaemond &
        until [ -S run/courier/authdaemon/socket ]; do sleep 0.05; done
        chown \(ServerPlace.ownUser) etc/server.pem
        export POP3AUTH='PLAIN LOGIN CRAM-MD5' POP3AUTH_TLS='PLAIN LOGIN CRAM-MD5' MAILDIRPATH=Maildir
        export COURIERTLS=/usr/bin/couriertls TLS_CERTFILE=/etc/server.pem TLS_VERIFYPEER=NONE
        export POP3_TLS_REQUIRED=0
        POP3_STARTTLS=NO POP3_TLS=1 \(ServerPlace.relay(place.ports.pop3s)) /usr/bin/couriertls -server -tcpd \(program) &
        POP3_STARTTLS=YES \(ServerPlace.relay(place.ports.pop3)) \(program)
        """,
      mailbox: .maildir("home/alice/Maildir"))
  }
}
