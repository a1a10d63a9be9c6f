import Glibc

/// One request of a browser, read as it comes.
final class RedirectConnection {
  /// Octets of a request: a code of two thousand and the cookies of other programs on this machine.
  private static let longest = 32_768

  let descriptor: Int32
  let deadline: ContinuousClock.Instant
  private(set) var isDone = false
  private var received: [UInt8] = []

  init(descriptor: Int32, deadline: ContinuousClock.Instant) {
    self.descriptor = descriptor
    self.deadline = deadline
  }

  func end() { close(descriptor) }

  /// Reads what is there. Once the request is complete, it is answered; what it brought is returned unless it
  /// is about something else.
  func advance(state: String) -> AuthorizationAnswer? {
    var chunk = [UInt8](repeating: 0, count: 8192)
    let count = recv(descriptor, &chunk, chunk.count, 0)
    if count < 0, errno == EAGAIN || errno == EINTR { return nil }
    guard count > 0 else {
      isDone = true
      return nil
    }
    received += chunk[..<count]
    guard isComplete else {
      if received.count > Self.longest { reply(.tooLong) }
      return nil
    }
    return answered(state: state)
  }

  /// A blank line ends it: a GET has no body.
  private var isComplete: Bool {
    let text = received.suffix(8192 + 3)
    return text.firstRange(of: Array("\r\n\r\n".utf8)) != nil
      || text.firstRange(of: Array("\n\n".utf8)) != nil
  }

  private func answered(state: String) -> AuthorizationAnswer? {
    let line = String(decoding: received.prefix { $0 != 10 && $0 != 13 }, as: UTF8.self)
    let words = line.split(separator: " ")
    guard words.count == 3, words[0] == "GET" else {
      reply(.notAllowed)
      return nil
    }
    let parts = words[1].split(separator: "?", maxSplits: 1)
    guard parts.first == "/" else {
      reply(.notFound)
      return nil
    }
    let answer = AuthorizationAnswer(query: parts.count > 1 ? parts[1] : "", state: state)
    switch answer {
    case .code: reply(.allowed)
    case .refused: reply(.refused)
    case .foreign:
      reply(.foreign)
      return nil
    }
    return answer
  }

  /// Nothing of the request is in the answer. It is short enough for any socket's buffer.
  private func reply(_ page: RedirectPage) {
    let octets = Array(page.text.utf8)
    _ = send(descriptor, octets, octets.count, Int32(MSG_NOSIGNAL))
    shutdown(descriptor, Int32(SHUT_WR))
    isDone = true
  }
}
