extension Provider {
  static let asian =
    [
      Provider(
        "qq", "QQ Mail", domains: ["qq.com", "foxmail.com"], servers: [Server("pop.qq.com")],
        passwordName: authorizationCode,
        popAccess: "Switch POP3 on in the settings of QQ Mail; it then shows the authorization code.",
        advice: codeOnly),
      Provider(
        "exmail", "Tencent Exmail", mailExchangers: ["mxbiz1.qq.com", "mxbiz2.qq.com"],
        servers: [Server("pop.exmail.qq.com")]),
      Provider(
        "naver", "Naver Mail", domains: ["naver.com"], servers: [Server("pop.naver.com")],
        popAccess: "Switch POP3 on in the settings of Naver Mail."),
    ] + netEase

  private static let authorizationCode = "authorization code (授权码)"
  private static let codeOnly = "The usual password is refused."

  private static let netEase = ["163.com", "126.com", "yeah.net"].map { domain in
    Provider(
      domain, "NetEase Mail (\(domain))", domains: [domain], servers: [Server("pop.\(domain)")],
      passwordName: authorizationCode,
      popAccess: "Switch POP3 on in the settings of the mailbox; it then shows the authorization code.",
      advice: codeOnly)
  }
}
