/// The configuration of a Dovecot 2.3 that runs as one user, without root and without chroot.
enum DovecotConfiguration {
  static func text(_ folder: String, _ ports: DovecotServer.Ports, _ user: MailUser) -> String {
    """
    base_dir = \(folder)/run
    state_dir = \(folder)/run
    log_path = \(folder)/log
    protocols = pop3 imap
    listen = 127.0.0.1
    default_internal_user = \(user.name)
    default_internal_group = \(user.group)
    default_login_user = \(user.name)
    first_valid_uid = 1
    first_valid_gid = 0
    mail_location = maildir:~/Maildir
    mail_fsync = never
    mail_max_userip_connections = 100
    auth_mechanisms = plain login apop
    auth_failure_delay = 0
    ssl = yes
    ssl_cert = <\(folder)/server.pem
    ssl_key = <\(folder)/server.key
    pop3_uidl_format = %08Xu%08Xv
    passdb {
      driver = passwd-file
      args = scheme=PLAIN username_format=%u \(folder)/users
    }
    userdb {
      driver = passwd-file
      args = username_format=%u \(folder)/users
    }
    \(login("pop3", port: ports.pop3, secure: ports.pop3s))
    \(login("imap", port: ports.imap, secure: 0))
    service anvil {
      chroot =
      unix_listener anvil-auth-penalty {
        mode = 0
      }
    }
    service stats {
      chroot =
    }

    """
  }

  private static func login(_ name: String, port: UInt16, secure: UInt16) -> String {
    """
    service \(name)-login {
      chroot =
      inet_listener \(name) {
        port = \(port)
      }
      inet_listener \(name)s {
        port = \(secure)
        ssl = yes
      }
    }
    """
  }
}
