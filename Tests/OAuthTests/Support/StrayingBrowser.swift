import Dispatch
import Synchronization
import Web

/// A browser, on a thread of its own, that goes astray before it does what it should.
final class StrayingBrowser: Sendable {
  struct Absent: Error {}

  private let result = Mutex<Result<[WebAnswer], WebFailure>?>(nil)
  private let end = DispatchSemaphore(value: 0)

  func open(_ address: String) {
    DispatchQueue(label: "browser").async { [self] in
      let found = Result { () throws(WebFailure) in try Self.visit(address) }
      result.withLock { $0 = found }
      end.signal()
    }
  }

  /// What it was shown.
  func pages() throws -> [WebAnswer] {
    guard end.wait(timeout: .now() + .seconds(60)) == .success, let result = result.withLock({ $0 }) else {
      throw Absent()
    }
    return try result.get()
  }

  private static func visit(_ address: String) throws(WebFailure) -> [WebAnswer] {
    let fields = query(of: address)
    let redirect = fields["redirect_uri"] ?? ""
    let state = fields["state"] ?? ""
    let web = WebClient()
    return [
      try web.get(redirect + "favicon.ico"), try web.get(redirect),
      try web.get(redirect + "?code=wrong&state=other"),
      try web.post(redirect, form: [("code", "wrong"), ("state", state)]),
      try web.get(redirect + "?code=right&state=\(state)"),
    ]
  }
}
