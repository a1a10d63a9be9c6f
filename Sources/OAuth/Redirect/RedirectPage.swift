/// What the browser shows in the end.
enum RedirectPage {
  case allowed
  case refused
  case foreign
  case notFound
  case notAllowed
  case tooLong

  /// The whole answer of HTTP. The address, which has the code in it, goes to nobody from there.
  var text: String {
    let page = html
    return [
      "HTTP/1.1 \(status)", "Content-Type: text/html; charset=utf-8", "Content-Length: \(page.utf8.count)",
      "Cache-Control: no-store", "Referrer-Policy: no-referrer",
      "Content-Security-Policy: default-src 'none'; style-src 'unsafe-inline'",
      "X-Content-Type-Options: nosniff", "Connection: close", "", page,
    ].joined(separator: "\r\n")
  }

  private var status: String {
    switch self {
    case .allowed, .refused: "200 OK"
    case .foreign, .tooLong: "400 Bad Request"
    case .notFound: "404 Not Found"
    case .notAllowed: "405 Method Not Allowed"
    }
  }

  private var words: (title: String, text: String) {
    switch self {
    case .allowed:
      ("Thank you", "Popkeep has the answer. You can close this window and go back to the terminal.")
    case .refused:
      ("Not allowed", "Popkeep was not let in; the terminal says why. You can close this window.")
    case .foreign:
      ("Something else", "This is no answer to what popkeep asked just now. Start again from the terminal.")
    case .notFound: ("Nothing here", "Popkeep waits for one answer alone.")
    case .notAllowed: ("Nothing here", "Popkeep waits for one answer alone.")
    case .tooLong: ("Too long", "This is more than an answer can have.")
    }
  }

  private var html: String {
    """
    <!doctype html>
    <html lang="en">
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width">
    <title>popkeep: \(words.title)</title>
    <style>body { font: 1.1em/1.5 system-ui, sans-serif; max-width: 30em; margin: 20vh auto; padding: 0 1em }
    @media (prefers-color-scheme: dark) { body { background: #222; color: #eee } }</style>
    <h1>\(words.title)</h1>
    <p>\(words.text)</p>
    </html>

    """
  }
}
