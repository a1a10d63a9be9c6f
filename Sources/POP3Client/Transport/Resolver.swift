import Glibc
import Synchronization

/// Looks up the addresses of a host.
///
/// `getaddrinfo` cannot be interrupted. It runs on a thread of its own, which is left behind when the deadline passes:
/// it ends when the system's resolver gives up.
package enum Resolver {
  /// More addresses than these are not tried.
  private static let most = 16

  /// The addresses of `host`, each once, in the system's order of preference (RFC 6724).
  package static func addresses(
    of host: String, port: UInt16, deadline: Deadline, cancellation: Cancellation
  ) throws(ConnectionFailure.Code) -> [SocketAddress] {
    let waiting = Waiting(deadline: deadline, cancellation: cancellation)
    try waiting.check()
    guard !host.isEmpty, !host.utf8.contains(0) else { throw .resolve(isTemporary: false) }
    // An address as text needs no look-up and no thread.
    if case .found(let addresses) = ask(host, port, flags: AI_NUMERICHOST) { return addresses }
    let question = Question(host: host, port: port)
    try question.start()
    try waiting.wait(for: POLLIN, on: question.isAnswered.descriptor)
    switch question.answer.withLock({ $0 }) {
    case .found(let addresses): return addresses
    case .failed(let code): throw code
    case nil: throw .resolve(isTemporary: true)
    }
  }

  /// The address that `text` is, with port 0; nil where it is none.
  static func address(_ text: String) -> SocketAddress? {
    guard !text.isEmpty, !text.utf8.contains(0) else { return nil }
    if case .found(let addresses) = ask(text, 0, flags: AI_NUMERICHOST) { return addresses.first }
    return nil
  }

  fileprivate enum Answer {
    case found([SocketAddress])
    case failed(ConnectionFailure.Code)
  }

  fileprivate static func ask(_ host: String, _ port: UInt16, flags: Int32) -> Answer {
    var hints = addrinfo()
    hints.ai_flags = flags | AI_NUMERICSERV
    hints.ai_family = AF_UNSPEC
    hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
    var list: UnsafeMutablePointer<addrinfo>?
    let code = getaddrinfo(host, String(port), &hints, &list)
    let systemError = errno
    defer { if let list { freeaddrinfo(list) } }
    switch code {
    case 0: break
    case EAI_AGAIN, EAI_MEMORY: return .failed(.resolve(isTemporary: true))
    case EAI_SYSTEM: return .failed(.io(systemError))
    default: return .failed(.resolve(isTemporary: false))
    }
    var addresses: [SocketAddress] = []
    var next = list
    while let entry = next?.pointee, addresses.count < most {
      if let pointer = entry.ai_addr, [AF_INET, AF_INET6].contains(entry.ai_family) {
        let address = SocketAddress(pointer, size: entry.ai_addrlen)
        if !addresses.contains(address) { addresses.append(address) }
      }
      next = entry.ai_next
    }
    return addresses.isEmpty ? .failed(.resolve(isTemporary: false)) : .found(addresses)
  }
}

/// One look-up, shared by the thread that does it and the one that waits for it.
private final class Question: Sendable {
  let host: String
  let port: UInt16
  let answer = Mutex<Resolver.Answer?>(nil)
  /// Readable once there is an answer.
  let isAnswered = Cancellation()

  init(host: String, port: UInt16) {
    self.host = host
    self.port = port
  }

  func start() throws(ConnectionFailure.Code) {
    var thread = pthread_t()
    let this = Unmanaged.passRetained(self)
    let code = pthread_create(
      &thread, nil,
      { argument in
        if let argument { Unmanaged<Question>.fromOpaque(argument).takeRetainedValue().ask() }
        return nil
      }, this.toOpaque())
    guard code == 0 else {
      this.release()
      throw .io(code)
    }
    pthread_detach(thread)
  }

  private func ask() {
    let found = Resolver.ask(host, port, flags: 0)
    answer.withLock { $0 = found }
    isAnswered.cancel()
  }
}
