import Glibc
package import Settings

/// Why nobody can listen, or be reached, at an address.
package struct ListenFailure: Error, Equatable, CustomStringConvertible {
  package enum Code: Sendable, Equatable {
    /// Somebody answers at that socket: most likely another daemon.
    case inUse
    /// What lies at the path of the socket is no socket.
    case inTheWay
    /// Longer than the system's limit for the path of a socket, or no path at all.
    case pathLength
    /// No address in numbers.
    case address
    /// Nobody listens there.
    case nobody
    case system(Int32)
  }

  package let code: Code
  package let address: ListenAddress

  package var description: String {
    switch code {
    case .inUse: "cannot listen at \(address): somebody else listens there"
    case .inTheWay: "cannot listen at \(address): there is a file that is no socket"
    case .pathLength: "\(address): the path of a socket has 1 to \(UnixAddress.pathLimit) octets"
    case .address: "cannot listen at \(address): it is no address in numbers"
    case .nobody: "nobody listens at \(address)"
    case .system(let code): "\(address): \(String(cString: strerror(code)))"
    }
  }
}
