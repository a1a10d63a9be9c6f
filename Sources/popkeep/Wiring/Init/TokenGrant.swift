import ArgumentParser
import Providers
import Settings

/// Whether an account logs in by access tokens, and where those come from.
struct TokenGrant {
  let tokens: TokenOptions
  let server: MailServer

  /// True where the options ask for tokens, or the server takes nothing else and they name nothing else.
  func isMeant(_ secrets: SecretOptions, _ auth: AuthMechanism?) -> Bool {
    if tokens.firstUsed != nil { return true }
    return server.takesTokensOnly && secrets.firstUsed == nil && auth == nil
  }

  func settings() throws -> OAuthSettings {
    if let command = tokens.tokenCommand { return .command(try CommandWords.split(command)) }
    let provider = try provider()
    let owner = provider.name
    if tokens.clientID == nil, Prompt.isPossible {
      Output.note(
        "\(owner) gives access tokens to applications that are registered with it; docs/oauth.md shows how one is."
      )
    }
    let clientID = try Question(
      option: "--client-id", text: "Client id of the application",
      remedy: "\(owner) takes access tokens: name a registered application with --client-id (docs/oauth.md), "
        + "or a program that prints a token with --token-command",
      problem: { $0.isEmpty || !$0.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F } ? "is no client id" : nil }
    ).answer(tokens.clientID)
    return .client(OAuthClient(provider: provider.id, clientID: clientID, tenant: tokens.tenant))
  }

  private func provider() throws -> Provider {
    let known = tokens.oauthProvider.flatMap(Provider.named) ?? server.provider
    if let known, known.oauth != nil { return known }
    throw ValidationError(
      "\(server.host) takes access tokens, and who gives them out is not known: name it with --oauth-provider, or a "
        + "program that prints a token with --token-command.")
  }
}
