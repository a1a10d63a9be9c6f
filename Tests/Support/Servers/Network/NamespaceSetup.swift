import Glibc
import TestFiles

/// Gives the calling thread a network and a view of `/etc` of its own.
struct NamespaceSetup: Sendable {
  private static let newNetwork: Int32 = 0x4000_0000
  private static let newMounts: Int32 = 0x0002_0000

  /// What stands in place of files of the system.
  private let replacements: [(file: String, by: String)]

  init(_ files: TemporaryFolder) throws {
    let texts = [
      "/etc/resolv.conf": "nameserver 127.0.0.1\noptions timeout:2 attempts:1\n",
      "/etc/nsswitch.conf": "passwd: files\ngroup: files\nhosts: files dns\n",
      "/etc/hosts": "127.0.0.1 localhost\n",
    ]
    replacements = try texts.map { file, text in
      let name = String(file.split(separator: "/").last ?? "")
      let path = try files.write(name, text: text)
      // Programs that run as somebody else read it too.
      guard chmod(path, 0o644) == 0 else { throw TestFileFailure(call: "chmod", code: errno) }
      return (file, path)
    }
  }

  func enter() throws {
    // Glibc's header has it for GNU programs alone.
    typealias Unshare = @convention(c) (Int32) -> Int32
    guard let symbol = dlsym(nil, "unshare") else { throw failure("find unshare") }
    let unshare = unsafeBitCast(symbol, to: Unshare.self)
    guard unshare(Self.newNetwork | Self.newMounts) == 0 else { throw failure("unshare") }
    guard mount("none", "/", nil, UInt(MS_REC | MS_PRIVATE), nil) == 0 else {
      throw failure("make mounts private")
    }
    for (file, path) in replacements {
      // A link may lead out of /etc.
      guard let resolved = realpath(file, nil) else { throw failure("find \(file)") }
      defer { free(resolved) }
      guard mount(path, resolved, nil, UInt(MS_BIND), nil) == 0 else {
        throw failure("replace \(file)")
      }
    }
    try raiseLoopback()
    // Servers that do not run as root listen on the usual ports.
    try writeFile("/proc/sys/net/ipv4/ip_unprivileged_port_start", Array("0\n".utf8))
  }

  private func raiseLoopback() throws {
    let descriptor = socket(AF_INET, Int32(SOCK_DGRAM.rawValue | SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { throw failure("open a socket") }
    defer { close(descriptor) }
    var request = ifreq()
    withUnsafeMutableBytes(of: &request.ifr_ifrn) { $0.copyBytes(from: Array("lo".utf8)) }
    request.ifr_ifru.ifru_flags = Int16(IFF_UP | IFF_RUNNING)
    guard ioctl(descriptor, UInt(SIOCSIFFLAGS), &request) == 0 else { throw failure("raise the loopback") }
  }

  private func failure(_ act: String) -> NetworkNamespace.Failure {
    NetworkNamespace.Failure(description: "cannot \(act): \(String(cString: strerror(errno)))")
  }
}
