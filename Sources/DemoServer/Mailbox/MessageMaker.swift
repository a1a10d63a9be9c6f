/// Makes the wire form of a planned message.
struct MessageMaker {
  let plan: MessagePlan
  private let composer: Composer

  init(_ plan: MessagePlan) {
    self.plan = plan
    composer = Composer(plan)
  }

  func pieces() -> [MessagePiece] {
    switch plan.kind {
    case .letter, .reply, .borrowedID, .rawHeader: [.text(composer.letter())]
    case .alternative: [.text(composer.alternative())]
    case .table: [.text(composer.withTable())]
    case .picture(let lines): picture(lines)
    case .forward: [.text(composer.forward())]
    case .unknownCharset: [.text(composer.letter(label: "x-popkeep-unknown"))]
    case .headerOnly: [.text(composer.header(.plain))]
    case .headerWithoutEnd: [.text(composer.header(.plain).dropLast(2))]
    case .bodyOnly: [.text(Array("\r\nA body that nobody gave a header.\r\n".utf8))]
    case .empty: []
    case .dotLines, .loneCR, .loneLF, .nul, .doubledCR, .longLines:
      [.text(composer.header(.plain) + OddBody.octets(plan.kind))]
    }
  }

  private func picture(_ lines: Int) -> [MessagePiece] {
    let frame = composer.withPicture()
    return [
      .text(frame.before), .picture(seed: plan.seed ^ UInt64(plan.index), lines: lines), .text(frame.after),
    ]
  }
}
