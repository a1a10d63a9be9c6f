extension ServerRecipe {
  /// Cyrus with the passwords in a database of SASL's, from which it has every mechanism that it knows.
  static func cyrus(_ place: ServerPlace) -> ServerRecipe {
    ServerRecipe(
      files: ServerPlace.system(["cyrus"]).merging([
        "etc/imapd.conf": """
        configdirectory: /var/lib/cyrus
        proc_path: /run/cyrus/proc
        mboxname_lockpath: /run/cyrus/lock
        defaultpartition: default
        partition-default: /var/spool/cyrus
        altnamespace: no
        unixhierarchysep: no
        servername: localhost
        allowplaintext: yes
        allowapop: yes
        popminpoll: 0
        failedloginpause: 0
        autocreate_quota: -1
        sasl_pwcheck_method: auxprop
        sasl_auxprop_plugin: sasldb
        sasl_sasldb_path: /var/lib/cyrus/sasldb2
        sasl_mech_list: PLAIN LOGIN CRAM-MD5 DIGEST-MD5 SCRAM-SHA-1 SCRAM-SHA-256 EXTERNAL
        tls_server_cert: /etc/server.pem
        tls_server_key: /etc/server.pem

        """,
        "etc/cyrus.conf": """
        START {
          recover cmd="ctl_cyrusdb -r"
        }
        SERVICES {
          pop3 cmd="pop3d" listen="127.0.0.1:\(place.ports.pop3)" prefork=1
          pop3s cmd="pop3d -s" listen="127.0.0.1:\(place.ports.pop3s)" prefork=1
        }
        EVENTS {
        }

        """,
      ]) { $1 },
      folders: [
        "var/lib/cyrus/db", "var/lib/cyrus/socket", "var/spool/cyrus", "run/cyrus/proc", "run/cyrus/lock",
      ],
      script: """
        cp \(ServerTree.path)/etc/services \(ServerTree.path)/etc/protocols etc/
        tr -d '\\n' <password | inside /usr/sbin/saslpasswd2 -p -c -f /var/lib/cyrus/sasldb2 -u localhost alice
        chown -R \(ServerPlace.ownUser) var run etc/server.pem
        inside /usr/lib/cyrus/bin/master -D -C /etc/imapd.conf -M /etc/cyrus.conf
        """,
      mailbox: .cyrus)
  }
}
