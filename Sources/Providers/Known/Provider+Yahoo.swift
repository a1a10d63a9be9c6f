extension Provider {
  /// Yahoo runs the mail of others too; each has server names of its own.
  static let yahooBrands = [yahoo, aol, att, verizon, sky, rogers]

  private static let appPassword = "app password"
  private static let needsAppPassword = "The usual password is refused."

  private static let yahoo = Provider(
    "yahoo", "Yahoo Mail",
    domains: [
      "yahoo.com", "ymail.com", "rocketmail.com", "myyahoo.com", "cox.net", "yahoo.de", "yahoo.it",
      "yahoo.fr",
      "yahoo.es", "yahoo.se", "yahoo.ca", "yahoo.in", "yahoo.ie", "yahoo.gr", "yahoo.ro", "yahoo.co.in",
      "yahoo.co.uk", "yahoo.co.nz", "yahoo.co.id", "yahoo.co.za", "yahoo.com.au", "yahoo.com.ar",
      "yahoo.com.br", "yahoo.com.mx", "yahoo.com.sg", "yahoo.com.tw", "yahoo.com.hk", "yahoo.com.ph",
      "yahoo.com.vn", "yahoo.com.tr",
    ],
    mailExchangers: ["yahoodns.net"], servers: [Server("pop.mail.yahoo.com")], passwordName: appPassword,
    passwordURL: "https://login.yahoo.com/account/security", advice: needsAppPassword,
    oauth: OAuthEndpoints(
      authorization: "https://api.login.yahoo.com/oauth2/request_auth", device: nil,
      token: "https://api.login.yahoo.com/oauth2/get_token", scope: "mail-w"))

  private static let aol = Provider(
    "aol", "AOL Mail",
    domains: [
      "aol.com", "aim.com", "netscape.net", "netscape.com", "compuserve.com", "cs.com", "wmconnect.com",
      "aol.de",
      "aol.it", "aol.fr", "aol.es", "aol.se", "aol.co.uk", "aol.co.nz", "aol.com.au", "aol.com.ar",
      "aol.com.br",
      "aol.com.mx",
    ],
    mailExchangers: ["mail.gm0.yahoodns.net"], servers: [Server("pop.aol.com")], passwordName: appPassword,
    passwordURL: "https://login.aol.com/account/security", advice: needsAppPassword,
    oauth: OAuthEndpoints(
      authorization: "https://api.login.aol.com/oauth2/request_auth", device: nil,
      token: "https://api.login.aol.com/oauth2/get_token", scope: "mail-w"))

  private static let att = Provider(
    "att", "AT&T Mail",
    domains: [
      "att.net", "ameritech.net", "bellsouth.net", "currently.com", "flash.net", "nvbell.net", "pacbell.net",
      "prodigy.net", "sbcglobal.net", "snet.net", "swbell.net", "wans.net",
    ],
    servers: [Server("inbound.att.net")], passwordName: "secure mail key",
    advice: "The usual password is refused; a secure mail key is made in the AT&T profile.")

  private static let verizon = Provider(
    "verizon", "Verizon.net (AOL Mail)", domains: ["verizon.net"], servers: [Server("pop.verizon.net")],
    passwordName: appPassword, passwordURL: "https://login.aol.com/account/security", advice: needsAppPassword
  )

  private static let sky = Provider(
    "sky", "Sky Mail", domains: ["sky.com"], servers: [Server("pop.tools.sky.com")], passwordName: appPassword
  )

  private static let rogers = Provider(
    "rogers", "Rogers Yahoo Mail", domains: ["rogers.com"], servers: [Server("pop.broadband.rogers.com")],
    passwordName: appPassword)
}
