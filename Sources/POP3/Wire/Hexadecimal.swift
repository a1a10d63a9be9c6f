/// Hexadecimal digits in lower case.
enum Hexadecimal {
  static func encode(_ octets: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return octets.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }
}
