import FoundationEssentials

/// What a person types on another machine (RFC 8628 §3.2).
package struct DeviceCode: Sendable, Equatable {
  /// To be typed; printable.
  package let userCode: String
  /// Where it is typed; printable.
  package let page: String
  /// The page with the code in its address, where the server has one.
  package let pageWithCode: String?
  /// Seconds that it is good for.
  package let lifetime: Int64
  /// What the server knows the question by; a secret until it is answered.
  let code: String
  /// Seconds between two questions.
  let interval: Int64

  package init(_ body: [UInt8]) throws(TokenAnswer.Fault) {
    let fields: Fields
    do { fields = try JSONDecoder().decode(Fields.self, from: Data(body)) } catch {
      throw TokenAnswer.Fault(text: "it is no JSON of the kind that was asked for")
    }
    // Google's name for the page was another before the RFC.
    guard let code = fields.device_code, let userCode = fields.user_code,
      let page = fields.verification_uri ?? fields.verification_url, !code.isEmpty, !userCode.isEmpty,
      code.utf8.count <= TokenAnswer.longestToken, userCode.utf8.count <= 64, Self.isPage(page)
    else { throw TokenAnswer.Fault(text: "no device code in it") }
    self.code = code
    self.userCode = clean(userCode)
    self.page = page
    pageWithCode = fields.verification_uri_complete.flatMap { Self.isPage($0) ? $0 : nil }
    lifetime = min(max(fields.expires_in?.seconds ?? 600, 30), 3600)
    interval = min(max(fields.interval?.seconds ?? 5, 1), 60)
  }

  private static func isPage(_ text: String) -> Bool {
    (text.hasPrefix("https://") || text.hasPrefix("http://")) && text.utf8.count <= 1000
      && text.utf8.allSatisfy { (0x21..<0x7f).contains($0) }
  }

  private struct Fields: Decodable {
    let device_code: String?
    let user_code: String?
    let verification_uri: String?
    let verification_url: String?
    let verification_uri_complete: String?
    let expires_in: Seconds?
    let interval: Seconds?
  }
}
