extension Provider {
  static let global = [google, outlook, microsoft] + yahooBrands + [icloud, fastmail] + zoho + closed

  private static let google = Provider(
    "google", "Gmail", domains: ["gmail.com", "googlemail.com"],
    mailExchangers: ["google.com", "googlemail.com"],
    hosts: ["pop.googlemail.com"], servers: [Server("pop.gmail.com")],
    passwordName: "app password", passwordURL: "https://myaccount.google.com/apppasswords",
    popAccess: "Switch POP on in Gmail: Settings, \"Forwarding and POP/IMAP\", \"Enable POP for all mail\".",
    advice:
      "The password of the Google Account itself is refused; an app password needs 2-Step Verification.",
    // The device flow is not for the scope of mail: only a browser gets it.
    oauth: OAuthEndpoints(
      authorization: "https://accounts.google.com/o/oauth2/v2/auth", device: nil,
      token: "https://oauth2.googleapis.com/token", scope: "https://mail.google.com/"))

  private static let microsoftOAuth = OAuthEndpoints(
    authorization: "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/authorize",
    device: "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/devicecode",
    token: "https://login.microsoftonline.com/{tenant}/oauth2/v2.0/token",
    scope: "https://outlook.office.com/POP.AccessAsUser.All offline_access")

  private static let outlook = Provider(
    "outlook", "Outlook.com",
    domains: [
      "outlook.com", "hotmail.com", "live.com", "msn.com", "windowslive.com",
    ] + national("outlook", outlookEndings) + national("hotmail", hotmailEndings)
      + national("live", liveEndings),
    mailExchangers: ["olc.protection.outlook.com"], hosts: ["pop-mail.outlook.com"],
    servers: [Server("outlook.office365.com")],
    popAccess:
      "Switch POP on at outlook.com: Settings, Mail, \"Forwarding and IMAP\", \"Let devices and apps use POP\".",
    advice: "It takes no passwords for POP any more, only access tokens of OAuth 2.0.",
    oauth: microsoftOAuth, takesTokensOnly: true)

  private static let microsoft = Provider(
    "microsoft", "Microsoft 365", domains: ["office365.com", ".onmicrosoft.com"],
    mailExchangers: ["mail.protection.outlook.com", "mx.microsoft"], hosts: ["outlook.office365.com"],
    servers: [Server("outlook.office365.com")],
    popAccess:
      "POP is switched on for a mailbox by the organisation's administrator; at outlook.com by its owner.",
    advice: "It takes no passwords for POP any more, only access tokens of OAuth 2.0.",
    oauth: microsoftOAuth, takesTokensOnly: true)

  private static let icloud = Provider(
    "icloud", "iCloud Mail", domains: ["icloud.com", "me.com", "mac.com"],
    mailExchangers: ["mail.icloud.com"],
    advice: "iCloud Mail has no POP3, only IMAP.")

  private static let fastmail = Provider(
    "fastmail", "Fastmail", domains: ["fastmail.com", "fastmail.fm", "messagingengine.com"],
    mailExchangers: ["messagingengine.com"], servers: [Server("pop.fastmail.com")],
    passwordName: "app password",
    passwordURL: "https://www.fastmail.help/hc/en-us/articles/360058752854-App-passwords",
    advice: "The usual password is refused.")

  private static let zoho = ["com", "eu", "in"].flatMap { ending in
    let name = "Zoho Mail" + (ending == "com" ? "" : " (\(ending))")
    let suffix = ending == "com" ? "" : "-\(ending)"
    let access = "Switch POP on in Zoho Mail: Settings, Mail Accounts, \"POP Access\"."
    return [
      Provider(
        "zoho\(suffix)", name, domains: ["zoho.\(ending)", "zohomail.\(ending)"],
        servers: [Server("pop.zoho.\(ending)")], passwordName: "application-specific password",
        popAccess: access, advice: "With two-factor authentication the usual password is refused."),
      Provider(
        "zoho-domain\(suffix)", name, mailExchangers: ["zoho.\(ending)"],
        servers: [Server("poppro.zoho.\(ending)"), Server("pop.zoho.\(ending)")],
        passwordName: "application-specific password", popAccess: access,
        advice: "With two-factor authentication the usual password is refused."),
    ]
  }

  /// Providers whose mail no POP3 client can have.
  private static let closed = [
    Provider(
      "proton", "Proton Mail",
      domains: ["proton.me", "protonmail.com", "protonmail.ch", "pm.me"], mailExchangers: ["protonmail.ch"],
      advice: "Proton Mail has no POP3; Proton Mail Bridge speaks IMAP."),
    Provider(
      "tuta", "Tuta",
      domains: ["tuta.com", "tutanota.com", "tutanota.de", "tutamail.com", "tuta.io", "keemail.me"],
      mailExchangers: ["tutanota.de"], advice: "Tuta has neither POP3 nor IMAP."),
  ]

  /// `outlook` and `de`: `outlook.de`.
  private static func national(_ brand: String, _ endings: String) -> [String] {
    endings.split(separator: " ").map { "\(brand).\($0)" }
  }

  private static let outlookEndings =
    "at be cl cz de dk es fr hu ie in it jp kr lv my ph pt sa sg sk co.id co.il co.th com.ar com.au com.br com.gr "
    + "com.tr com.vn"
  private static let hotmailEndings =
    "be ca cl cz de dk es fi fr gr hu it lt lv my nl no ph rs se sg sk co.id co.il co.in co.jp co.kr co.th co.uk "
    + "co.za com.ar com.au com.br com.hk com.tr com.tw com.vn"
  private static let liveEndings =
    "at be ca cl cn de dk fi fr hk ie in it jp nl no ru se co.jp co.kr co.uk co.za com.ar com.au com.mx com.my "
    + "com.ph com.pt com.sg"
}
