import FoundationEssentials
import Settings

/// A successful answer of a token endpoint (RFC 6749 §5.1).
package struct TokenAnswer: Sendable, Equatable {
  /// Octets of a token at the most.
  static let longestToken = PasswordText.longestToken

  package let accessToken: String
  package let refreshToken: String?
  /// Seconds that the access token is good for; nil where the server does not say.
  package let lifetime: Int64?
  package let scope: String?

  package struct Fault: Error {
    package let text: String
  }

  package init(_ body: [UInt8]) throws(Fault) {
    let fields: Fields
    do { fields = try JSONDecoder().decode(Fields.self, from: Data(body)) } catch {
      throw Fault(text: "it is no JSON of the kind that was asked for")
    }
    guard let token = fields.access_token, Self.isToken(token) else {
      throw Fault(text: "no access token in it")
    }
    if let type = fields.token_type, type.lowercased() != "bearer" {
      throw Fault(text: "a token of the type \(clean(type, limit: 20)), which mail servers do not take")
    }
    if let refresh = fields.refresh_token, !refresh.isEmpty, !Self.isToken(refresh) {
      throw Fault(text: "a refresh token that cannot be one")
    }
    accessToken = token
    refreshToken = fields.refresh_token.flatMap { $0.isEmpty ? nil : $0 }
    lifetime = fields.expires_in?.seconds
    scope = fields.scope.map { clean($0, limit: 1000) }
  }

  /// Printable ASCII (RFC 6749, appendix A.12 and A.17).
  private static func isToken(_ text: String) -> Bool {
    (1...longestToken).contains(text.utf8.count) && text.utf8.allSatisfy { (0x20..<0x7f).contains($0) }
  }

  private struct Fields: Decodable {
    let access_token: String?
    let token_type: String?
    let refresh_token: String?
    let expires_in: Seconds?
    let scope: String?
  }
}

/// A number of seconds, which some servers write as text.
struct Seconds: Decodable, Sendable, Equatable {
  /// Nil for what cannot be a time.
  let seconds: Int64?

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    let number: Double?
    do { number = try value.decode(Double.self) } catch { number = Double(try value.decode(String.self)) }
    seconds = number.flatMap { $0.isFinite && $0 >= 0 && $0 < 1e12 ? Int64($0) : nil }
  }
}
