/// What is said to a request.
package struct HTTPReply: Sendable {
  /// Takes the next octets of a body; it throws where the other end is gone or too slow, and the body then ends.
  package typealias Writing = (_ octets: [UInt8]) throws(ConnectionFailure) -> Void

  package let status: Int
  package let contentType: String
  let body: @Sendable (Writing) throws(ConnectionFailure) -> Void

  /// A reply whose body is made piece by piece while it is sent.
  package init(
    status: Int = 200, contentType: String,
    body: @escaping @Sendable (Writing) throws(ConnectionFailure) -> Void
  ) {
    self.status = status
    self.contentType = contentType
    self.body = body
  }

  /// A few words.
  package static func text(_ text: String, status: Int = 200) -> HTTPReply {
    HTTPReply(status: status, contentType: "text/plain; charset=utf-8") { write throws(ConnectionFailure) in
      try write(Array(text.utf8))
    }
  }
}
