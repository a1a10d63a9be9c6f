extension Provider {
  /// All that are known.
  package static let all: [Provider] = global + german + european + american + asian + hosting

  private static let byDomain = table(\.domains)
  private static let byExchanger = table(\.mailExchangers)
  private static let byHost = table(\.hosts)

  /// The provider of addresses at `domain`.
  package static func of(domain: String) -> Provider? {
    let name = normal(domain)
    if let provider = byDomain[name] { return provider }
    return parents(of: name).lazy.compactMap { byDomain[".\($0)"] }.first
  }

  /// The provider that has a POP3 server of this name.
  package static func of(host: String) -> Provider? { byHost[normal(host)] }

  /// The provider that receives mail at a host of this name.
  package static func of(mailExchanger: String) -> Provider? {
    let name = normal(mailExchanger)
    return ([name[...]] + parents(of: name)).lazy.compactMap { byExchanger[String($0)] }.first
  }

  package static func named(_ id: String) -> Provider? { all.first { $0.id == id } }

  /// Of two that claim a name the first has it.
  private static func table(_ names: KeyPath<Provider, [String]>) -> [String: Provider] {
    var table: [String: Provider] = [:]
    for provider in all {
      for name in provider[keyPath: names] where table[name] == nil { table[name] = provider }
    }
    return table
  }

  /// In small letters, without the dot that ends a full name.
  private static func normal(_ name: String) -> String {
    let small = name.lowercased()
    return small.hasSuffix(".") ? String(small.dropLast()) : small
  }

  /// The names above `name`, the nearest first.
  private static func parents(of name: String) -> [Substring] {
    name.indices.filter { name[$0] == "." }.map { name[name.index(after: $0)...] }
  }
}
