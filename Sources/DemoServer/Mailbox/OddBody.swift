/// Bodies that no standard allows and that servers deliver all the same; each ends with CRLF.
enum OddBody {
  static func octets(_ kind: MessageKind) -> [UInt8] {
    switch kind {
    case .dotLines:
      Array("A list with dots:\r\n.\r\n..\r\n...\r\n. one\r\n.two\r\n..three\r\n.\r\n.\r\nthe end\r\n".utf8)
    case .loneCR: Array("copied 10 %\rcopied 50 %\rcopied 100 %\r\r\ndone\rlast\r\n".utf8)
    case .loneLF:
      Array("This part came from a tool\nthat ends its lines with LF.\n.\nA dot stood there.\n\r\n".utf8)
    case .nul:
      Array("Three zero octets: ".utf8) + [0, 0, 0] + Array(" and one at the end of a line\u{0}\r\n".utf8)
    case .doubledCR: Array("This gateway doubles CR.\r\r\nOn every line.\r\r\n.\r\r\nTruly.\r\r\n".utf8)
    case .longLines:
      Array(String(repeating: "A line without an end, ", count: 8_000).utf8) + [13, 10]
        + Array(String(repeating: "0123456789", count: 100).utf8) + [13, 10]
    case .letter, .alternative, .table, .picture, .forward, .reply, .rawHeader, .unknownCharset, .headerOnly,
      .headerWithoutEnd, .bodyOnly, .empty, .borrowedID:
      []
    }
  }
}
