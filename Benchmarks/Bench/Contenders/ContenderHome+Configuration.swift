/// What each contender is told, as far as it can be told the same.
extension ContenderHome {
  var configuration: String {
    """
    { "archive": "\(archive)", "minFree": "0%",
      "accounts": [
        { "name": "bench", "host": "127.0.0.1", "port": \(mailbox.port), "user": "\(mailbox.user)",
          "caFile": "\(mailbox.authority)", "password": { "file": "\(path)/password" } } ] }
    """
  }

  var mpopConfiguration: String {
    """
    account default
    host 127.0.0.1
    port \(mailbox.port)
    user \(mailbox.user)
    password \(mailbox.password)
    tls on
    tls_starttls off
    tls_trust_file \(mailbox.authority)
    keep on
    uidls_file \(path)/uidls
    delivery maildir \(path)/Mail
    """
  }

  /// Each message goes to a program that drops it: what it costs is fetchmail and a process a message, without a
  /// disk.
  var fetchmailConfiguration: String {
    """
    set no syslog
    poll localhost via 127.0.0.1 port \(mailbox.port) protocol POP3 timeout 60
      user "\(mailbox.user)" password "\(mailbox.password)"
      ssl sslcertck sslcertfile "\(mailbox.authority)" sslcommonname "localhost"
      fetchall keep mda "/bin/cat >/dev/null"
    """
  }

  var getmailConfiguration: String {
    """
    [retriever]
    type = SimplePOP3SSLRetriever
    server = 127.0.0.1
    port = \(mailbox.port)
    username = \(mailbox.user)
    password = \(mailbox.password)
    ca_certs = \(mailbox.authority)
    [destination]
    type = Maildir
    path = \(path)/Mail/
    [options]
    read_all = false
    delete = false
    """
  }
}
