extension Provider {
  /// Those who keep the mail of their customers' own domains: known by the hosts that receive it.
  static let hosting = [
    Provider(
      "ionos", "IONOS", domains: ["online.de", "onlinehome.de", "sofort-start.de", "sofortstart.de"],
      mailExchangers: ["kundenserver.de", "schlund.de", "ionos.de"], hosts: ["pop.1und1.de"],
      servers: [Server("pop.ionos.de"), Server("pop.ionos.de", port: 110, security: .starttls)]),
    Provider(
      "ionos-international", "IONOS", mailExchangers: ["perfora.net", "ionos.com", "1and1.com"],
      hosts: ["pop.1and1.com"],
      servers: [Server("pop.ionos.com"), Server("pop.ionos.com", port: 110, security: .starttls)]),
    Provider("strato", "STRATO", mailExchangers: ["rzone.de"], servers: [Server("pop3.strato.de")]),
    Provider(
      "hetzner", "Hetzner", mailExchangers: ["your-server.de"], servers: [Server("mail.your-server.de")]),
    Provider(
      "ovh", "OVHcloud", mailExchangers: ["mail.ovh.net"], servers: [Server("ssl0.ovh.net")]),
    Provider("gandi", "Gandi", mailExchangers: ["mail.gandi.net"], servers: [Server("mail.gandi.net")]),
    Provider(
      "infomaniak", "Infomaniak", domains: ["ik.me", "ikmail.com", "etik.com"],
      mailExchangers: ["infomaniak.ch"],
      servers: [Server("mail.infomaniak.com")]),
    Provider("migadu", "Migadu", mailExchangers: ["migadu.com"], servers: [Server("pop.migadu.com")]),
    Provider("aruba", "Aruba", mailExchangers: ["aruba.it"], servers: [Server("pop3s.aruba.it")]),
    Provider(
      "namecheap", "Namecheap Private Email", mailExchangers: ["privateemail.com"],
      servers: [Server("mail.privateemail.com")]),
    Provider(
      "godaddy", "GoDaddy", mailExchangers: ["secureserver.net"], servers: [Server("pop.secureserver.net")]),
    Provider(
      "rackspace", "Rackspace Email", mailExchangers: ["emailsrvr.com"],
      servers: [Server("secure.emailsrvr.com")]),
    Provider(
      "hostinger", "Hostinger", mailExchangers: ["hostinger.com"], servers: [Server("pop.hostinger.com")]),
    Provider("titan", "Titan", mailExchangers: ["titan.email"], servers: [Server("pop.titan.email")]),
    Provider(
      "dreamhost", "DreamHost", mailExchangers: ["dreamhost.com"], servers: [Server("pop.dreamhost.com")]),
  ]
}
