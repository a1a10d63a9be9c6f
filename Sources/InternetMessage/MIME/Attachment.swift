extension MessagePart {
  /// Whether a person would say that this is attached; the rule is in docs/mime.md.
  public var isAttachment: Bool {
    if isMultipart { return false }
    if disposition == "attachment" { return true }
    if kind.isSignature { return false }
    let isNamed = filename != nil && !isRelated && parent != nil
    switch type.type {
    case "text": return isNamed
    case "message": return isNamed || (isMessage && parent != nil && !isReported)
    default: return !(isRelated && contentID != nil)
    }
  }
}

extension PartKind {
  fileprivate var isSignature: Bool {
    if case .signature = self { true } else { false }
  }
}
