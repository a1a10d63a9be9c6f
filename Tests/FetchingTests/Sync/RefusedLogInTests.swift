import Fetching
import POP3
import POP3Client
import Settings
import Testing

/// What a refused log-in means, by the server's words and the provider.
@Suite struct RefusedLogInTests {
  private func problem(
    _ text: String, host: String = "pop.example.org", oauth: OAuthSettings? = nil
  ) -> Problem {
    let account = Account(name: "home", host: host, user: "alice@example.org", oauth: oauth)
    let reply = Reply(.err, text: Array(text.utf8))
    return Problem(classifying: SessionFailure(.logIn, .loginRefused(reply)), account: account)
  }

  /// Texts of real servers, and what a person is told to do.
  @Test(arguments: [
    (
      "pop.gmail.com",
      "[AUTH] Application-specific password required: https://support.google.com/accounts/answer/185833",
      "Gmail wants a password that is for programs alone, which it calls \"app password\"; make one: "
        + "https://myaccount.google.com/apppasswords."
    ),
    (
      "pop.gmail.com", "[SYS/PERM] Your account is not enabled for POP access.",
      "Switch POP on in Gmail: Settings, \"Forwarding and POP/IMAP\", \"Enable POP for all mail\"."
    ),
    (
      "pop.gmail.com", "[AUTH] Web login required: https://support.google.com/mail/answer/78754",
      "Log in once with a browser at Gmail, and confirm there that it was you."
    ),
    (
      "outlook.office365.com", "Authentication failed: AuthFailed:LogonDenied-BasicAuthBlocked",
      "Outlook.com takes no passwords from programs, but tokens: write \"oauth\" into the configuration, and run "
        + "'popkeep login home' once."
    ),
    (
      "outlook.office365.com", "Logon failure: unknown user name or bad password.",
      "Outlook.com takes no passwords from programs, but tokens: write \"oauth\" into the configuration, and run "
        + "'popkeep login home' once."
    ),
    (
      "pop.example.org", "POP3 is disabled for this account",
      "POP access is switched off there: switch it on in the settings of the account."
    ),
    (
      "pop.example.org", "please use an app password",
      "The provider wants a password that is for programs alone, which it calls \"app password\"; make one in the "
        + "settings of the account."
    ),
    ("pop.example.org", "Account suspended", "Ask the provider why."),
    (
      "pop.example.org", "[AUTH] Authentication failed.",
      "Many providers want an app password, and POP3 access switched on in their settings."
    ),
  ])
  func `a refusal says what to do, in the provider's own words`(host: String, text: String, hint: String) {
    let problem = problem(text, host: host)
    #expect(problem.hint == hint)
    #expect(problem.kind == .loginRefused && !problem.isTemporary)
  }

  @Test func `a provider that is known gets its own advice with any refusal`() {
    let hint = problem("[AUTH] no", host: "pop.gmail.com").hint
    #expect(hint.contains("app password") && hint.contains("Enable POP for all mail"))
  }

  @Test(arguments: [
    "Too many logins, wait", "login rate limit reached", "Try again later", "maildrop locked by alice",
  ])
  func `too many log-ins are no bad password`(text: String) {
    let problem = problem(text)
    #expect(problem.kind == .tryAgain && problem.isTemporary)
  }

  @Test func `codes count for more than words`() {
    #expect(problem("[SYS/TEMP] app password").kind == .tryAgain)
    #expect(problem("[IN-USE] too many").hint.isEmpty)
    #expect(problem("[SYS/PERM] mailbox is broken").kind == .unavailable)
    #expect(problem("[LOGIN-DELAY] exceeded").logInPause == 0)
    #expect(problem("[AUTH] too many").kind == .loginRefused)
  }

  @Test func `an account that has a token is told about its token`() {
    let client = OAuthSettings.client(OAuthClient(provider: "microsoft", clientID: "x"))
    let hint = problem("[AUTH] no", host: "outlook.office365.com", oauth: client).hint
    #expect(hint.contains("'popkeep login home'") && !hint.contains("takes no passwords"))
  }
}
