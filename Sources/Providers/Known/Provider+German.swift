extension Provider {
  static let german = [gmx, gmxInternational, webDE, mailCom, tOnline, freenet, posteo, mailboxOrg]

  private static let specificPassword = "application-specific password"
  private static let withTwoFactors = "With two-factor authentication the usual password is refused."

  private static let gmx = Provider(
    "gmx", "GMX",
    domains: [
      "gmx.de", "gmx.net", "gmx.at", "gmx.ch", "gmx.eu", "gmx.biz", "gmx.org", "gmx.info", "mein.gmx",
      "mail.gmx",
      "email.gmx",
    ],
    mailExchangers: ["gmx.net"],
    servers: [Server("pop.gmx.net"), Server("pop.gmx.net", port: 110, security: .starttls)],
    passwordName: specificPassword,
    popAccess: "Switch POP on at GMX: E-Mail, Einstellungen, \"POP3/IMAP Abruf\", "
      + "as https://hilfe.gmx.net/pop-imap/einschalten.html shows.",
    advice: withTwoFactors)

  private static let gmxInternational = Provider(
    "gmx-international", "GMX",
    domains: [
      "gmx.com", "gmx.us", "gmx.co.uk", "gmx.es", "gmx.fr", "gmx.it", "gmx.ca", "gmx.ie", "gmx.pt", "gmx.se",
      "gmx.li",
    ],
    servers: [Server("pop.gmx.com"), Server("pop.gmx.com", port: 110, security: .starttls)],
    passwordName: specificPassword,
    popAccess: "Switch POP on at gmx.com: E-mail, Settings, \"POP3 & IMAP\".", advice: withTwoFactors)

  private static let webDE = Provider(
    "web.de", "WEB.DE", domains: ["web.de"], mailExchangers: ["web.de"],
    servers: [Server("pop3.web.de"), Server("pop3.web.de", port: 110, security: .starttls)],
    userForm: .localPart,
    passwordName: specificPassword,
    popAccess: "Switch POP on at WEB.DE: E-Mail, Einstellungen, \"POP3/IMAP Abruf\", "
      + "as https://hilfe.web.de/pop-imap/einschalten.html shows.",
    advice: "A free mailbox takes a log-in every 15 minutes at most.")

  private static let mailCom = Provider(
    "mail.com", "mail.com",
    domains: [
      "mail.com", "email.com", "post.com", "usa.com", "consultant.com", "dr.com", "engineer.com",
      "techie.com",
      "linuxmail.org", "europe.com", "london.com", "myself.com", "iname.com", "writeme.com",
    ],
    mailExchangers: ["mail.com"],
    servers: [Server("pop.mail.com"), Server("pop.mail.com", port: 110, security: .starttls)],
    passwordName: specificPassword,
    popAccess: "Switch POP on at mail.com: E-mail, Settings, \"POP3 & IMAP\".",
    advice: withTwoFactors)

  private static let tOnline = Provider(
    "t-online", "T-Online", domains: ["t-online.de", "magenta.de"],
    servers: [Server("securepop.t-online.de")],
    passwordName: "E-Mail-Passwort",
    passwordURL: "https://www.telekom.de/hilfe/apps-dienste/e-mail/programme/passwort-verwalten",
    advice: "The password of the Telekom log-in is refused.")

  private static let freenet = Provider(
    "freenet", "freenet Mail", domains: ["freenet.de"], servers: [Server("mx.freenet.de")],
    popAccess: "Switch POP on at freenet: Einstellungen, POP3/IMAP/SMTP, \"POP3, IMAP und SMTP aktivieren\".")

  private static let posteo = Provider(
    "posteo", "Posteo",
    domains: [
      "posteo.de", "posteo.net", "posteo.org", "posteo.eu", "posteo.at", "posteo.ch", "posteo.be",
      "posteo.nl",
      "posteo.fr", "posteo.it", "posteo.es", "posteo.pl", "posteo.dk", "posteo.se", "posteo.no", "posteo.fi",
      "posteo.uk", "posteo.co.uk", "posteo.us", "posteo.com", "posteo.me", "posteo.li", "posteo.lu",
      "posteo.cz",
      "posteo.ie", "posteo.pt", "posteo.gr", "posteo.hu", "posteo.ro",
    ],
    mailExchangers: ["posteo.de"],
    servers: [Server("posteo.de"), Server("posteo.de", port: 110, security: .starttls)])

  private static let mailboxOrg = Provider(
    "mailbox.org", "mailbox.org", domains: ["mailbox.org"], mailExchangers: ["mailbox.org"],
    servers: [Server("pop3.mailbox.org")], passwordName: "application password",
    passwordURL: "https://kb.mailbox.org/en/private/e-mail/e-mail-configuration",
    advice: "The user is the main address, and with two-factor authentication the usual password is refused.")
}
