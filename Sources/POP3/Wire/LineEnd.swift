/// How a line of the peer ended. POP3 has CRLF; some servers send bare LF throughout.
public enum LineEnd: Sendable {
  case crlf
  case lf
}
