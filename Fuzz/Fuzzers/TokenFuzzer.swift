import OAuth

/// What an authorization server, a browser or a person brings: any octets are read to an end, and nothing that can hurt a
/// terminal, a form or a mail session comes out.
enum TokenFuzzer {
  static func run(_ input: inout FuzzInput) throws {
    let kind = input.octet() % 3
    let octets = Array(input.rest)
    switch kind {
    case 0: checkTokens(octets)
    case 1: checkDeviceCode(octets)
    case _: checkPasted(String(decoding: octets, as: UTF8.self))
    }
  }

  private static func checkTokens(_ octets: [UInt8]) {
    do throws(TokenAnswer.Fault) {
      let answer = try TokenAnswer(octets)
      demand(isToken(answer.accessToken), "an access token is one")
      demand(answer.refreshToken.map(isToken) ?? true, "a refresh token is one")
      demand(answer.lifetime.map { $0 >= 0 } ?? true, "a lifetime is none in the past")
      demand(answer.scope.map(isPlain) ?? true, "a scope is plain text")
    } catch { demand(isPlain(error.text), "a fault is told in plain text") }
  }

  private static func checkDeviceCode(_ octets: [UInt8]) {
    do throws(TokenAnswer.Fault) {
      let code = try DeviceCode(octets)
      demand(isPlain(code.userCode) && !code.userCode.isEmpty, "a code can be shown")
      for page in [code.page, code.pageWithCode ?? code.page] {
        demand(isPlain(page) && page.hasPrefix("http"), "a page is one of the web")
      }
      demand((30...3600).contains(code.lifetime), "its time is bounded")
    } catch { demand(isPlain(error.text), "a fault is told in plain text") }
  }

  private static func checkPasted(_ text: String) {
    switch AuthorizationAnswer(pasted: text, state: "state") {
    case .code(let code): demand(isToken(code), "a code is one")
    case .refused(let refusal):
      demand(isPlain(refusal.error) && isPlain(refusal.words), "a refusal is plain text")
      demand(refusal.error.utf8.count <= 60 && refusal.words.utf8.count <= 200, "a refusal is short")
    case .foreign, nil: return
    }
  }

  private static func isToken(_ text: String) -> Bool {
    (1...16_384).contains(text.utf8.count) && isPlain(text)
  }

  private static func isPlain(_ text: String) -> Bool { text.utf8.allSatisfy { (0x20..<0x7f).contains($0) } }
}
