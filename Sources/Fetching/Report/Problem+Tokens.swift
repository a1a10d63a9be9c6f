import OAuth

extension Problem {
  /// What it means for the account that there is no access token.
  init(_ failure: OAuthFailure) {
    let kind: Class =
      switch failure.trouble {
      case .configuration: .configuration
      case .logIn: .loginRefused
      case .protocolOrTLS: .protocolOrTLS
      case .unavailable: .unavailable
      case .folder: .cannotCreate
      case .disk: .disk
      case .data: .badData
      case .later: .tryAgain
      }
    self.init(
      kind, Self.sentence(failure.description), hint: failure.hint, temporary: failure.isTemporary)
  }
}
