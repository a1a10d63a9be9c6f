import Glibc

extension ByteStream {
  /// The way to a server, up to the first octet of it.
  struct Attempt {
    /// Addresses of a server that are asked of a proxy, one after the other.
    private static let mostByProxy = 4

    let endpoint: Endpoint
    let deadline: Deadline
    private let cancellation: Cancellation

    init(_ endpoint: Endpoint, deadline: Deadline, _ cancellation: Cancellation) {
      self.endpoint = endpoint
      self.deadline = deadline
      self.cancellation = cancellation
    }

    /// A connection to the server itself.
    func stream(_ stages: (ConnectStage) -> Void) throws(ConnectionFailure) -> ByteStream {
      let addresses = try serverAddresses()
      stages(.resolved(addresses.map(\.description)))
      do throws(ConnectionFailure.Code) {
        let winner = try race(addresses)
        stages(.connected(winner.address.description))
        return ByteStream(winner.socket, endpoint, cancellation)
      } catch { throw failure(.connect, error) }
    }

    /// A connection to the server that a proxy has made (RFC 1928).
    func stream(
      by proxy: SOCKSProxy, _ stages: (ConnectStage) -> Void
    ) throws(ConnectionFailure) -> ByteStream {
      guard !proxy.looksUpNames else {
        stages(.resolved(["by the proxy"]))
        return try stream(by: proxy, to: .name(endpoint.host), stages)
      }
      let addresses = try serverAddresses()
      stages(.resolved(addresses.map(\.description)))
      var last: ConnectionFailure?
      for address in addresses.prefix(Self.mostByProxy) {
        do throws(ConnectionFailure) {
          return try stream(by: proxy, to: .address(address), stages)
        } catch {
          guard case .proxy(let fault, name: _) = error.code, fault.isOfAddress else { throw error }
          last = error
        }
      }
      throw last ?? failure(.resolve, .resolve(isTemporary: false))
    }

    private func stream(
      by proxy: SOCKSProxy, to target: SOCKSRequest.Target, _ stages: (ConnectStage) -> Void
    ) throws(ConnectionFailure) -> ByteStream {
      var stream = try connection(to: proxy)
      do throws(ProxyFailure) {
        try SOCKSNegotiation(proxy, target, port: endpoint.port).run(&stream, deadline: deadline)
      } catch {
        switch error {
        case .fault(let fault): throw failure(.connect, .proxy(fault, name: proxy.name))
        // Cancelled, or silent: that is what it is, not a loss in the middle of a session.
        case .line(let loss): throw failure(.connect, Self.fault(of: loss.code, proxy))
        }
      }
      stages(.connected("by the proxy \(proxy.name)"))
      return stream
    }

    private func connection(to proxy: SOCKSProxy) throws(ConnectionFailure) -> ByteStream {
      do throws(ConnectionFailure.Code) {
        let addresses = try Resolver.addresses(
          of: proxy.host, port: proxy.port, deadline: deadline, cancellation: cancellation
        ).interleaved
        let winner = try race(addresses)
        return ByteStream(winner.socket, endpoint, cancellation)
      } catch { throw failure(.connect, Self.fault(of: error, proxy)) }
    }

    private func serverAddresses() throws(ConnectionFailure) -> [SocketAddress] {
      do throws(ConnectionFailure.Code) {
        return try Resolver.addresses(
          of: endpoint.host, port: endpoint.port, deadline: deadline, cancellation: cancellation
        ).interleaved
      } catch { throw failure(.resolve, error) }
    }

    private func race(_ addresses: [SocketAddress]) throws(ConnectionFailure.Code) -> ConnectionRace.Winner {
      var source: SocketAddress?
      if let text = endpoint.route.source {
        guard let address = Resolver.address(text) else { throw .source(text, errno: EADDRNOTAVAIL) }
        source = address
      }
      return try ConnectionRace.run(
        addresses, from: source, deadline: deadline, cancellation: cancellation)
    }

    private func failure(
      _ stage: ConnectionFailure.Stage, _ code: ConnectionFailure.Code
    ) -> ConnectionFailure { ConnectionFailure(stage, code, host: endpoint.host, port: endpoint.port) }

    /// What a failure on the way to the proxy means.
    private static func fault(of code: ConnectionFailure.Code, _ proxy: SOCKSProxy) -> ConnectionFailure.Code
    {
      let why: String
      switch code {
      case .resolve(isTemporary: false): why = "there is no host of that name"
      case .resolve(isTemporary: true): why = "its name cannot be looked up now"
      case .refused: why = "it refuses connections"
      case .unreachable: why = "no way leads to it"
      case .timedOut: why = "it does not answer"
      case .closed, .closedAbruptly: why = "it ended the connection"
      case .io(let errno): why = String(cString: strerror(errno))
      case .tls, .cancelled, .proxy, .source, .identity: return code
      }
      return .proxy(.notReached(why), name: proxy.name)
    }
  }
}
