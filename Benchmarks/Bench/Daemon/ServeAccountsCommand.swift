import ArgumentParser
import DemoServer
import Glibc
import OpenSSL
import TestFiles

/// Serves the mailboxes of many accounts over TLS, as a process of its own; SIGUSR1 lets the next new mail come.
struct ServeAccountsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve-accounts",
    abstract: "Serves many small mailboxes on a port of its own, which it prints.")

  @Option(help: "How many accounts.")
  var accounts: Int

  @Option(help: "Where to write the certificate to trust, in PEM.")
  var certificate: String

  @Option(help: "The file of the users' password.")
  var passwordFile: String

  func run() throws {
    // Before there are threads: all of them leave it to this one.
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGUSR1)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    let now = Int64(time(nil))
    let identity = try CertificateMaker.selfSigned(
      names: ["127.0.0.1", "localhost"], notBefore: now - 3_600, notAfter: now + 7 * 86_400)
    try writeFile(certificate, identity.certificates)
    let password = String(decoding: try readFile(passwordFile).prefix { $0 != 10 }, as: UTF8.self)
    let mail = PolledMail(accounts: accounts)
    let server = try DemoServer.start(
      messages: [],
      users: (mail.everybody.map(mail.name) + [PolledMail.bulk]).map {
        DemoServer.User(name: $0, password: password)
      },
      security: .implicit(identity))
    let made = MadeMail()
    for account in mail.everybody {
      server.add(
        made.served(mail.firstNumbers(account), octets: mail.octets), to: mail.name(account))
    }
    server.add(
      made.served(1..<(mail.bulkPlan.count + 1), octets: mail.newOctets), to: PolledMail.bulk)
    say("port \(server.port)")
    var round = 0
    while true {
      var signal: Int32 = 0
      guard sigwait(&signals, &signal) == 0 else { continue }
      for account in mail.luckyAccounts + mail.twins {
        server.add(
          made.served(mail.newNumbers(account, round: round), octets: mail.newOctets), to: mail.name(account))
      }
      say("delivered \(round)")
      round += 1
    }
  }

  private func say(_ line: String) {
    print(line)
    fflush(nil)
  }
}

extension MadeMail {
  /// Messages with these numbers, made when they are asked for.
  func served(_ numbers: Range<Int>, octets: Int) -> [ServedMessage] {
    numbers.map { number in
      ServedMessage(uid: Array("n\(number)".utf8), octets: Int64(octets)) { sink in
        try sink(LineEnds.crlf(content(number, wire: octets)).span.bytes)
      }
    }
  }
}
