extension Provider {
  static let american = [
    Provider(
      "comcast", "Xfinity Mail (Comcast)", domains: ["comcast.net"],
      servers: [Server("mail.comcast.net"), Server("mail.comcast.net", port: 110, security: .starttls)],
      popAccess: "Allow programs access at Xfinity, as "
        + "https://www.xfinity.com/support/articles/third-party-email-access shows."),
    Provider(
      "spectrum", "Spectrum", domains: ["charter.net", "spectrum.net", "bresnan.net"],
      servers: [Server("mobile.charter.net")]),
    Provider(
      "twc", "Spectrum (Roadrunner)", domains: ["rr.com", "twc.com", ".rr.com"],
      servers: [Server("mail.twc.com")]),
  ]
}
