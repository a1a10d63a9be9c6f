import POP3

/// Which program a server is, by what it says of itself in its greeting and under IMPLEMENTATION.
enum ServerSoftware {
  /// The first that fits counts: a text of the greeting or of IMPLEMENTATION, in small letters.
  private static let marks: [(mark: String, name: String)] = [
    ("gpop ready", "Gmail"), ("zimbra", "Zimbra"), ("microsoft exchange", "Microsoft Exchange"),
    ("dovecot", "Dovecot"), ("cyrus", "Cyrus"), ("courier", "Courier"), ("hello there", "Courier"),
    ("mailutils", "GNU Mailutils"), ("gnu pop3", "GNU Mailutils"), ("popa3d", "popa3d"),
    ("solid pop3", "Solid POP3"), ("qpop", "Qpopper"), ("uw pop3", "UW ipop3d"), ("ipop3d", "UW ipop3d"),
    ("teapop", "Teapop"), ("xpop3", "XMail"), ("xmail", "XMail"), ("citadel", "Citadel"),
    ("perdition", "Perdition"), ("hmailserver", "hMailServer"), ("mdaemon", "MDaemon"),
    ("kerio", "Kerio Connect"), ("mercury", "Mercury/32"), ("lotus notes", "HCL Domino"),
    ("domino", "HCL Domino"), ("groupwise", "GroupWise"), ("icewarp", "IceWarp"), ("merak", "IceWarp"),
    ("smartermail", "SmarterMail"), ("axigen", "Axigen"), ("communigate", "CommuniGate Pro"),
    ("migmx", "GMX"), ("miwebde", "WEB.DE"), ("coremail", "Coremail"), ("qqmail", "QQ Mail"),
    ("yandex", "Yandex"), ("t-online", "T-Online"), ("apache james", "Apache James"),
    ("james pop3", "Apache James"), ("stalwart", "Stalwart"), ("qmail", "qmail-pop3d"),
    ("greenmail", "GreenMail"), ("oracle", "Oracle Communications Messaging"), ("openwave", "Openwave"),
    ("intermail", "Openwave"), ("aol ", "AOL"), ("yahoo", "Yahoo"), ("outlook", "Outlook"),
    ("popkeep", "popkeep demo"),
  ]

  /// Nil where it does not say, or says nothing that is known.
  static func named(greeting: Greeting, capabilities: Capabilities?) -> String? {
    let texts = [capabilities?.implementation, greeting.printable].compactMap { $0?.lowercased() }
    for text in texts {
      if let known = marks.first(where: { text.contains($0.mark) }) { return known.name }
    }
    return nil
  }
}
