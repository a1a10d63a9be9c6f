import POP3

extension SessionFailure: CustomStringConvertible {
  /// One sentence without its full stop: what is wrong and what to do.
  package var description: String {
    switch code {
    case .connection(let failure): describe(failure)
    case .protocolViolation(let violation): "\(violation) (\(stage.name))"
    case .refused(let reply): "the server refused \(stage.name)\(reason(reply))"
    case .loginRefused(let reply): "the server refused the log-in\(way)\(reason(reply))\(remedy(reply))"
    case .tokenRefused(let reply, let complaint): describe(reply, complaint)
    case .exchangeBroken(let mechanism, let fault): describe(mechanism, fault)
    case .downgraded(let known):
      "the server does not offer \(known) any more, and the password was not sent over the plain line: somebody may be in "
        + "it; if the server has changed, say which way is right with \"auth\""
    case .mechanismNeedsTLS(let mechanism):
      "\(mechanism) works over TLS alone: use TLS, or choose another with \"auth\""
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

  private func describe(_ mechanism: String, _ fault: SASLFault) -> String {
    switch fault {
    case .told: "the server refused the log-in by \(mechanism) (\(fault)): check user name and password"
    case .serverUnproved:
      "the server did not prove that it knows the password (\(mechanism)), so it may be another one than it says: check "
        + "host and network, and whether the password is right"
    case .badChallenge, .otherNonce, .iterations:
      "the log-in by \(mechanism) was given up, for the server does not keep to its rules (\(fault)): choose another with "
        + "\"auth\", or tell its operator"
    }
  }

  /// How the log-in was tried, where that says more than the refusal.
  private var way: String {
    guard let attempt, !attempt.isAnnounced else { return "" }
    let offered = attempt.offered.joined(separator: ", ")
    return
      " by \(attempt.mechanism), which it does not announce (it has \(offered.isEmpty ? "none" : offered))"
  }

  /// What to try where user name and password are right, as the end of a sentence.
  private var otherWay: String {
    guard let mechanism = attempt?.mechanism, mechanism.hasPrefix("SCRAM-") else { return "" }
    if mechanism.hasSuffix("-PLUS") {
      let unbound = mechanism.dropLast(5)
      return
        ", and if both are right, try \"auth\": \"\(unbound.lowercased())\": not every server ties \(unbound) to TLS as "
        + "others do"
    }
    return
      ", and if both are right, try \"auth\": \"plain\": not every server holds passwords in a form for \(mechanism)"
  }

  private func remedy(_ reply: Reply) -> String {
    switch reply.code {
    case .inUse: "; another session is open: try again later"
    case .loginDelay: "; it wants a pause between log-ins: try again later"
    case .sysTemp: "; it has trouble of its own: try again later"
    case .sysPerm: "; its operator must act"
    case .auth, .utf8, .other, nil:
      switch attempt {
      case let attempt? where !attempt.isAnnounced: "; choose another with \"auth\", or leave that out"
      case let attempt? where attempt.mechanism == "EXTERNAL":
        "; check \"clientCertificate\", and whether it is for this user"
      case _: "; check user name and password\(otherWay)"
      }
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
