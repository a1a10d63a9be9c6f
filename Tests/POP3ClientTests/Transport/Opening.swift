import OpenSSL
import POP3Client

extension Endpoint {
  init(_ listener: Listener, _ security: Security = .none, trust: TLSTrust = .systemRoots) {
    self.init(host: listener.address, port: listener.port, security: security, trust: trust)
  }
}

/// Opens a connection that a test waits for at most 10 s.
func open(
  _ endpoint: Endpoint, cancellation: Cancellation = Cancellation(), within limit: Duration = .seconds(10)
) throws(ConnectionFailure) -> ByteStream {
  try ByteStream.connect(endpoint, timeouts: Timeouts(connect: limit), cancellation: cancellation)
}

/// The connection failure that `body` ends with; nil when it ends well.
func connectionFailure(_ body: () throws(ConnectionFailure) -> Void) -> ConnectionFailure? {
  do throws(ConnectionFailure) { try body() } catch { return error }
  return nil
}

extension ByteStream {
  /// What one read gives.
  mutating func next(_ limit: Int = 4096) throws(ConnectionFailure) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: limit)
    let count = try read(into: &buffer, deadline: .after(.seconds(10)))
    return Array(buffer.prefix(count))
  }
}
