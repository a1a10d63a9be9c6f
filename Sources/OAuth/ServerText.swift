import Glibc

/// Text from a server, made fit for a sentence: printable ASCII, bounded, and without any of `secrets`.
func clean(_ text: String, limit: Int = 200, without secrets: [String] = []) -> String {
  var text = text
  for secret in secrets where secret.utf8.count >= 6 { text = text.replacing(secret, with: "****") }
  // The words of a line stay words.
  let octets = text.utf8.prefix(limit).map { octet -> UInt8 in
    if octet == 10 || octet == 13 || octet == 9 { return 0x20 }
    return (0x20..<0x7f).contains(octet) && octet != UInt8(ascii: "\"") ? octet : UInt8(ascii: "?")
  }
  return String(decoding: octets, as: UTF8.self)
}

/// What an `errno` means.
func errorText(_ code: Int32) -> String { String(cString: strerror(code)) }
