import ArgumentParser
import DemoServer
import Glibc
import OpenSSL
import TestFiles

/// Serves a grown mailbox over TLS, as a process of its own.
struct ServeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve", abstract: "Serves a large made mailbox on a port of its own, which it prints.")

  @Option(help: "How many messages.")
  var count: Int

  @Option(help: "Where to write the certificate to trust, in PEM.")
  var certificate: String

  @Option(help: "The file of the user's password.")
  var passwordFile: String

  func run() throws {
    let now = Int64(time(nil))
    let identity = try CertificateMaker.selfSigned(
      names: ["127.0.0.1", "localhost"], notBefore: now - 3_600, notAfter: now + 7 * 86_400)
    try writeFile(certificate, identity.certificates)
    let password = String(decoding: try readFile(passwordFile).prefix { $0 != 10 }, as: UTF8.self)
    let mail = MadeMail()
    let messages = (1..<(count + 1)).map { number in
      ServedMessage(uid: GrownMailbox.uid(number), octets: Int64(GrownMailbox.octets)) { sink in
        try sink(LineEnds.crlf(mail.content(number, wire: GrownMailbox.octets)).span.bytes)
      }
    }
    let server = try DemoServer.start(
      messages: messages, users: [DemoServer.User(name: GrownMailbox.user, password: password)],
      security: .implicit(identity))
    print("port \(server.port)")
    fflush(nil)
    // Until the process is ended.
    while true { pause() }
  }
}
