import Web

extension OAuthFailure {
  /// What kind of trouble it is.
  package enum Trouble: Sendable, Equatable {
    /// The configuration, or this machine, has to be changed.
    case configuration
    /// A person has to log in.
    case logIn
    /// The server is not the one it should be, or does not speak as it should.
    case protocolOrTLS
    case unavailable
    /// The tokens' folder cannot be made.
    case folder
    case disk
    /// What is kept, or was pasted, is no good.
    case data
    case later
  }

  package var trouble: Trouble {
    if needsLogIn { return .logIn }
    switch code {
    case .noEndpoint, .unknownProvider, .secret: return .configuration
    case .web(let failure): return failure.trouble
    case .refused(let refusal) where refusal.isTemporary: return .unavailable
    case .refused(let refusal):
      switch refusal.error {
      case "access_denied", "invalid_grant": return .logIn
      case "expired_token": return .later
      case _: return .configuration
      }
    case .badAnswer: return .protocolOrTLS
    case .store(let failure): return failure.trouble
    case .cannotListen: return .unavailable
    case .noCode, .otherState: return .data
    case .notLoggedIn, .otherLogIn, .notRenewable: return .logIn
    case .timedOut, .cancelled: return .later
    }
  }
}

extension WebFailure {
  fileprivate var trouble: OAuthFailure.Trouble {
    switch code {
    case .tls, .tooLarge: .protocolOrTLS
    case .badURL, .libraryMissing: .configuration
    case .cannotResolve, .cannotConnect, .timedOut, .cancelled, .other: .unavailable
    }
  }
}

extension TokenStoreFailure {
  fileprivate var trouble: OAuthFailure.Trouble {
    switch code {
    case .folder: .folder
    case .read, .write: .disk
    case .noPermissions, .readableByOthers, .notOwned, .notAFile: .configuration
    case .damaged: .data
    case .locked: .later
    }
  }
}
