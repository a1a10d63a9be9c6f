/// Documents of autoconfiguration in the form that providers publish.
enum Documents {
  static let provider = """
    <?xml version="1.0" encoding="UTF-8"?>
    <clientConfig version="1.1">
      <emailProvider id="example.org">
        <domain>example.org</domain>
        <domain purpose="mx">mx.example.org</domain>
        <displayName>Example Mail &amp; more</displayName>
        <displayShortName>Example</displayShortName>
        <incomingServer type="imap">
          <hostname>imap.example.org</hostname>
          <port>993</port>
          <socketType>SSL</socketType>
          <username>%EMAILADDRESS%</username>
          <authentication>password-cleartext</authentication>
        </incomingServer>
        <incomingServer type="pop3">
          <hostname>pop.example.org</hostname>
          <port>995</port>
          <socketType>SSL</socketType>
          <username>%EMAILADDRESS%</username>
          <authentication>OAuth2</authentication>
          <authentication>password-cleartext</authentication>
          <pop3>
            <leaveMessagesOnServer>true</leaveMessagesOnServer>
            <checkInterval minutes="15"/>
          </pop3>
        </incomingServer>
        <!-- For those whose firewall has no 995. -->
        <incomingServer type="pop3">
          <hostname>pop.example.org</hostname>
          <port>110</port>
          <socketType>STARTTLS</socketType>
          <username>%EMAILLOCALPART%</username>
          <authentication>password-encrypted</authentication>
        </incomingServer>
        <outgoingServer type="smtp">
          <hostname>smtp.example.org</hostname>
          <port>465</port>
          <socketType>SSL</socketType>
          <username>%EMAILADDRESS%</username>
          <authentication>password-cleartext</authentication>
        </outgoingServer>
        <documentation url="https://www.example.org/help/pop">
          <descr lang="en">How to fetch mail by POP3</descr>
        </documentation>
      </emailProvider>
      <oAuth2>
        <issuer>accounts.example.org</issuer>
        <scope>https://mail.example.org/</scope>
      </oAuth2>
      <webMail><loginPage url="https://mail.example.org/"/></webMail>
    </clientConfig>

    """

  /// A document with one POP3 server.
  static func server(
    host: String = "pop.example.org", port: String = "995", socket: String = "SSL",
    user: String? = "%EMAILADDRESS%",
    authentication: [String] = ["password-cleartext"]
  ) -> String {
    let ways = authentication.map { "<authentication>\($0)</authentication>" }.joined()
    let name = user.map { "<username>\($0)</username>" } ?? ""
    return """
      <clientConfig version="1.1"><emailProvider id="x"><incomingServer type="pop3"><hostname>\(host)</hostname>
      <port>\(port)</port><socketType>\(socket)</socketType>\(name)\(ways)</incomingServer></emailProvider></clientConfig>
      """
  }
}
