import Testing

/// The targets of Package.swift and what each depends on, read as text.
///
/// Asking the package manager would wait for the lock that the running test holds.
struct PackageManifest {
  /// Names of targets and products by target.
  let dependencies: [String: Set<String>]

  init() throws {
    let text = try Project.file("Package.swift").code.map(\.text).joined(separator: "\n")
    let starts = text.matches(of: /\.(?:target|executableTarget|systemLibrary|testTarget)\(/).map(
      \.range.upperBound)
    dependencies = Dictionary(
      starts.map { Self.parenthesised(text[$0...]) }.compactMap(Self.target),
      uniquingKeysWith: { $0.union($1) })
  }

  private static func target(_ body: Substring) -> (String, Set<String>)? {
    guard let name = body.firstMatch(of: /name:\s*"([^"]+)"/)?.output.1 else { return nil }
    guard let list = body.firstMatch(of: /dependencies:\s*\[/) else { return (String(name), []) }
    let products = /\.product\(\s*name:\s*"([^"]+)"[^)]*\)/
    let items = body[list.range.upperBound...].prefix { $0 != "]" }
    let named = items.matches(of: products).map { String($0.output.1) }
    let plain = items.replacing(products, with: "").quotedByDoubleQuotes
    return (String(name), Set(named + plain))
  }

  /// The text up to the parenthesis that closes the one before it.
  private static func parenthesised(_ text: Substring) -> Substring {
    var depth = 1
    return text.prefix { character in
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      return depth > 0
    }
  }
}

extension StringProtocol {
  fileprivate var quotedByDoubleQuotes: [String] {
    split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .compactMap { index, part in index % 2 == 1 ? String(part) : nil }
  }
}
