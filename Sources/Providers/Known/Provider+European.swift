extension Provider {
  static let european = french + italian + british + eastern

  private static let french = [
    Provider(
      "orange.fr", "Orange", domains: ["orange.fr", "wanadoo.fr"], servers: [Server("pop.orange.fr")]),
    Provider(
      "free.fr", "Free", domains: ["free.fr"], servers: [Server("pop.free.fr")], userForm: .localPart),
    Provider("laposte", "La Poste", domains: ["laposte.net"], servers: [Server("pop.laposte.net")]),
  ]

  private static let italian = [
    Provider(
      "libero", "Libero Mail", domains: ["libero.it", "iol.it", "blu.it", "inwind.it", "giallo.it"],
      servers: [Server("popmail.libero.it")]),
    Provider("virgilio", "Virgilio Mail", domains: ["virgilio.it"], servers: [Server("in.virgilio.it")]),
    Provider(
      "aruba-pec", "Aruba PEC", domains: ["pec.it", "arubapec.it"], servers: [Server("pop3s.pec.aruba.it")]),
  ]

  private static let british = [
    Provider(
      "bt", "BT Email", domains: ["btinternet.com", "btopenworld.com", "talk21.com"],
      servers: [Server("mail.btinternet.com")]),
    Provider(
      "virginmedia", "Virgin Media", domains: ["virginmedia.com"], servers: [Server("pop3.virginmedia.com")]),
  ]

  private static let eastern = [
    Provider(
      "seznam", "Seznam Email", domains: ["seznam.cz", "email.cz", "post.cz"], mailExchangers: ["seznam.cz"],
      servers: [Server("pop3.seznam.cz")]),
    Provider(
      "o2.pl", "o2 Poczta", domains: ["o2.pl", "go2.pl", "tlen.pl", "prokonto.pl"],
      servers: [Server("poczta.o2.pl")], userForm: .localPart,
      popAccess: "Switch access for mail programs on, as "
        + "https://pomoc.o2.pl/aktywacja-dostepu-dla-programow-pocztowych shows."),
    Provider("wp.pl", "WP Poczta", domains: ["wp.pl"], servers: [Server("pop3.wp.pl")]),
    Provider(
      "yandex", "Yandex Mail",
      domains: [
        "yandex.ru", "yandex.com", "yandex.by", "yandex.kz", "yandex.ua", "ya.ru", "narod.ru", "yandex.net",
      ],
      mailExchangers: ["yandex.net", "yandex.ru"], hosts: ["pop.yandex.ru"],
      servers: [Server("pop.yandex.com")],
      passwordName: "app password", passwordURL: "https://id.yandex.com/security/app-passwords",
      popAccess: "Switch POP on in Yandex Mail: Settings, \"Email clients\".",
      advice: "The usual password is refused."),
    Provider(
      "mail.ru", "Mail.ru", domains: ["mail.ru", "inbox.ru", "list.ru", "bk.ru", "internet.ru"],
      mailExchangers: ["mail.ru"],
      servers: [Server("pop.mail.ru"), Server("pop.mail.ru", port: 110, security: .starttls)],
      passwordName: "password for external applications",
      passwordURL: "https://account.mail.ru/user/2-step-auth/passwords",
      advice: "The usual password is refused."),
    Provider("rambler", "Rambler Mail", domains: ["rambler.ru"], servers: [Server("pop.rambler.ru")]),
  ]
}
