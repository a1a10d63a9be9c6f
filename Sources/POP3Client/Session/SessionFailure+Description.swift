import POP3

extension SessionFailure: CustomStringConvertible {
  /// One sentence without its full stop: what is wrong and what to do.
  package var description: String {
    switch code {
    case .connection(let failure): describe(failure)
    case .protocolViolation(let violation): "\(violation) (\(stage.name))"
    case .refused(let reply): "the server refused \(stage.name)\(reason(reply))"
    case .loginRefused(let reply): "the server refused the log-in\(reason(reply))\(remedy(reply))"
    case .tokenRefused(let reply, let complaint): describe(reply, complaint)
    case .starttlsNotOffered:
      "the server offers no STLS on this port, and nothing was sent in plain text: use \"tls\": \"implicit\""
    case .startTLSInjection:
      "octets came before TLS was there, perhaps from somebody in the line: nothing was sent, try another network"
    case .plaintextForbidden:
      "the line is not encrypted, and the password was not sent: use TLS, or set \"allowPlaintext\": true"
    case .noCommonMechanism(let offered):
      "no way to log in is known to both sides\(offered.isEmpty ? "" : "; the server has \(offered.joined(separator: ", "))"): check \"auth\""
    case .outOfStep:
      "the server's answers do not fit the commands: one was too many or too few, and what came with them is fetched again"
    case .pipeliningBroken:
      "the server's answers do not fit the commands that were sent together: they are sent one at a time from now on"
    }
  }

  private func describe(_ failure: ConnectionFailure) -> String {
    guard stage == .greeting, failure.code == .timedOut else { return failure.description }
    return
      "\(failure.host) sent no greeting on port \(failure.port): check the port, and whether it wants TLS from the start"
  }

  private func describe(_ reply: Reply, _ complaint: TokenComplaint) -> String {
    let why = complaint.printable
    return "the server refused the access token\(why.isEmpty ? "" : " (\(why))")\(reason(reply)): it needs a "
      + "fresh one whose scope allows POP3"
  }

  private func reason(_ reply: Reply) -> String { reply.text.isEmpty ? "" : ": \"\(reply.printable)\"" }

  private func remedy(_ reply: Reply) -> String {
    switch reply.code {
    case .inUse: "; another session is open: try again later"
    case .loginDelay: "; it wants a pause between log-ins: try again later"
    case .sysTemp: "; it has trouble of its own: try again later"
    case .sysPerm: "; its operator must act"
    case .auth, .utf8, .other, nil: "; check user name and password"
    }
  }
}

extension SessionFailure.Stage {
  /// The stage as part of a sentence.
  var name: String {
    switch self {
    case .connect: "the connection"
    case .greeting: "the connection in its greeting"
    case .capabilities: "CAPA"
    case .startTLS: "STLS"
    case .logIn: "the log-in"
    case .status: "STAT"
    case .sizes: "LIST"
    case .uniqueIDs: "UIDL"
    case .retrieve: "RETR"
    case .headers: "TOP"
    case .delete: "DELE"
    case .reset: "RSET"
    case .noop: "NOOP"
    case .quit: "QUIT"
    }
  }
}
