import CCurl

/// One question and its answer.
struct WebExchange {
  let url: String
  let place: WebPlace
  /// The body of a POST; nil: GET.
  let form: String?
  let caFile: String?
  let proxy: String?
  let redirects: Int
  let timeout: Duration
  let limit: Int
  let isCancelled: @Sendable () -> Bool

  func run() throws(WebFailure) -> WebAnswer {
    if isCancelled() { throw WebFailure(code: .cancelled, host: place.host) }
    var answer = popkeep_web_answer()
    defer { popkeep_web_release(&answer) }
    let end = exchange(&answer)
    guard end == popkeep_web_done else { throw WebFailure(code: code(of: end, answer), host: place.host) }
    let body = Array(UnsafeBufferPointer(start: answer.body, count: answer.count))
    return WebAnswer(
      status: answer.status, contentType: answer.content_type.map { String(cString: $0) }, body: body)
  }

  private func exchange(_ answer: inout popkeep_web_answer) -> popkeep_web_end {
    let question = CancellationQuestion(isCancelled)
    return withExtendedLifetime(question) {
      withTexts(url, form, caFile, proxy) { url, form, caFile, proxy in
        var request = popkeep_web_request()
        request.url = url
        request.form = form
        request.form_count = self.form?.utf8.count ?? 0
        request.ca_file = caFile
        request.proxy = proxy
        request.redirects = redirects
        request.redirects_to_http = !place.isEncrypted
        request.timeout_milliseconds = max(1, Int(timeout / .milliseconds(1)))
        request.limit = max(0, limit)
        request.context = Unmanaged.passUnretained(question).toOpaque()
        request.is_cancelled = { context in
          guard let context else { return false }
          return Unmanaged<CancellationQuestion>.fromOpaque(context).takeUnretainedValue().ask()
        }
        return popkeep_web_exchange(&request, &answer)
      }
    }
  }

  private func code(of end: popkeep_web_end, _ answer: popkeep_web_answer) -> WebFailure.Code {
    let reason = WebText.clean(string(of: answer.reason))
    return switch end {
    case popkeep_web_no_library: .libraryMissing
    case popkeep_web_bad_url: .badURL
    case popkeep_web_cannot_resolve: .cannotResolve
    case popkeep_web_cannot_connect: .cannotConnect
    case popkeep_web_timed_out: .timedOut
    case popkeep_web_tls: .tls(reason)
    case popkeep_web_too_large: .tooLarge
    case popkeep_web_cancelled: .cancelled
    case _: .other(reason)
    }
  }
}

/// A closure that C can be handed.
private final class CancellationQuestion {
  let ask: @Sendable () -> Bool

  init(_ ask: @escaping @Sendable () -> Bool) { self.ask = ask }
}

private func withText<Result>(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Result) -> Result {
  guard let text else { return body(nil) }
  return text.withCString(body)
}

private func withTexts<Result>(
  _ first: String, _ second: String?, _ third: String?, _ fourth: String?,
  _ body: (
    UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<CChar>?, UnsafePointer<CChar>?
  ) -> Result
) -> Result {
  withText(first) { first in
    withText(second) { second in
      withText(third) { third in withText(fourth) { fourth in body(first, second, third, fourth) } }
    }
  }
}
