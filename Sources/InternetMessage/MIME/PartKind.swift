/// What a part is for a person.
public enum PartKind: Hashable, Sendable {
  public enum Cryptography: Hashable, Sendable { case pgp, smime }

  case text, html, multipart, message
  /// A signature, or with S/MIME also what is signed by it.
  case signature(Cryptography)
  case encrypted(Cryptography)
  /// What Outlook packs attachments and formatting into (`winmail.dat`); it is not opened.
  case tnef
  case calendar
  case other
}

extension MessagePart {
  public var kind: PartKind {
    switch (type.type, type.subtype) {
    case ("multipart", _): .multipart
    case ("text", "html"): .html
    case ("text", "calendar"): .calendar
    case ("text", _): .text
    case ("message", "rfc822"), ("message", "global"): .message
    case ("application", let subtype): applicationKind(subtype)
    default: .other
    }
  }

  private func applicationKind(_ subtype: String) -> PartKind {
    switch subtype {
    case "pgp-signature": .signature(.pgp)
    case "pgp-encrypted": .encrypted(.pgp)
    case "pkcs7-signature", "x-pkcs7-signature": .signature(.smime)
    case "pkcs7-mime", "x-pkcs7-mime":
      type.parameter("smime-type")?.lowercased() == "signed-data" ? .signature(.smime) : .encrypted(.smime)
    case "ms-tnef", "vnd.ms-tnef": .tnef
    case "ics": .calendar
    default: .other
    }
  }
}
