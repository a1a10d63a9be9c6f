import ArgumentParser
import Providers
import Settings

/// What `init` is told of access tokens (OAuth 2.0), for providers that take them in place of passwords.
struct TokenOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp("The id of an application that is registered with the provider.", valueName: "id"))
  var clientID: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Who gives out the tokens: google, microsoft … (default: as the server says).", valueName: "name"))
  var oauthProvider: String?

  @Option(name: .long, help: ArgumentHelp("Microsoft's directory (default: common).", valueName: "name"))
  var tenant: String?

  @Option(name: .long, help: ArgumentHelp("A program that prints an access token.", valueName: "command"))
  var tokenCommand: String?

  func validate() throws {
    if tokenCommand != nil, let other = [clientID, oauthProvider, tenant].compactMap(\.self).first {
      throw ValidationError("--token-command brings tokens by itself: leave out \(other).")
    }
    if let oauthProvider, Provider.named(oauthProvider)?.oauth == nil {
      let known = Provider.all.filter { $0.oauth != nil }.map(\.id).joined(separator: ", ")
      throw ValidationError("--oauth-provider \(oauthProvider) is none of \(known).")
    }
  }

  /// The first option that was given, by name; nil where there is none.
  var firstUsed: String? {
    let given: [(String, Bool)] = [
      ("--client-id", clientID != nil), ("--oauth-provider", oauthProvider != nil),
      ("--tenant", tenant != nil),
      ("--token-command", tokenCommand != nil),
    ]
    return given.first { $0.1 }?.0
  }
}
