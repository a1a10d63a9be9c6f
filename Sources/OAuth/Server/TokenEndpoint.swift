import FoundationEssentials
import Settings
import Web

/// Asks an authorization server for tokens.
struct TokenEndpoint {
  let server: OAuthServer
  let account: String
  let web: WebClient

  /// What the server answers to the fields of a grant; the client's own are added.
  func ask(
    _ question: OAuthRefusal.Question, _ fields: [(name: String, value: String)]
  ) throws(OAuthFailure) -> TokenAnswer {
    let answer = try post(server.token, question, fields)
    do throws(TokenAnswer.Fault) { return try TokenAnswer(answer) } catch {
      throw failure(.badAnswer(error.text))
    }
  }

  /// The body of a successful answer.
  func post(
    _ url: String, _ question: OAuthRefusal.Question, _ fields: [(name: String, value: String)]
  ) throws(OAuthFailure) -> [UInt8] {
    let form = fields + (try client())
    let answer: WebAnswer
    do throws(WebFailure) { answer = try web.post(url, form: form) } catch {
      throw failure(error.code == .cancelled ? .cancelled : .web(error))
    }
    guard answer.status != 200 else { return answer.body }
    throw failure(
      .refused(refusal(question, answer, secrets: form.filter { !Self.open.contains($0.name) }.map(\.value))))
  }

  func failure(_ code: OAuthFailure.Code) -> OAuthFailure {
    OAuthFailure(code, account: account, server: server.name)
  }

  /// In the form, where large providers want them; a client without a secret has only its name.
  private func client() throws(OAuthFailure) -> [(name: String, value: String)] {
    var fields = [(name: "client_id", value: server.clientID)]
    guard let source = server.clientSecret else { return fields }
    do throws(PasswordFailure) {
      let secret = try source.resolve(
        for: PasswordHolder(host: server.tokenHost, user: server.clientID), isHeard: false)
      fields.append((name: "client_secret", value: String(decoding: secret.bytes, as: UTF8.self)))
    } catch {
      throw failure(.secret(error))
    }
    return fields
  }

  private func refusal(
    _ question: OAuthRefusal.Question, _ answer: WebAnswer, secrets: [String]
  ) -> OAuthRefusal {
    let fields: ErrorFields
    // What is no JSON says nothing; its status does.
    do { fields = try JSONDecoder().decode(ErrorFields.self, from: Data(answer.body)) } catch {
      fields = ErrorFields(error: nil, error_description: nil)
    }
    return OAuthRefusal(
      question: question, error: clean(fields.error ?? "", limit: 60, without: secrets),
      words: clean(fields.error_description ?? "", without: secrets), status: answer.status)
  }

  /// Fields that are no secrets; a server may say them back.
  private static let open: Set = ["client_id", "scope", "grant_type", "redirect_uri"]

  private struct ErrorFields: Decodable {
    let error: String?
    let error_description: String?
  }
}
