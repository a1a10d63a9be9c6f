/// What a web server answered, whatever its status says.
package struct WebAnswer: Sendable, Equatable {
  package let status: Int
  /// As the server wrote it, with its parameters.
  package let contentType: String?
  package let body: [UInt8]

  package init(status: Int, contentType: String?, body: [UInt8]) {
    self.status = status
    self.contentType = contentType
    self.body = body
  }
}
