/// Turns the text of a configuration file into values, or into one sentence that says what is wrong where.
struct ConfigurationDecoder {
  let file: String
  let place: FilePlace
  /// The file's permission bits; nil where they are not known, and so not judged.
  let mode: UInt32?

  func configuration(_ text: [UInt8]) throws(ConfigurationFailure) -> Configuration {
    let node = try JSONReader.read(text, file: file)
    let top = try Fields(node, of: "the configuration", file: file, known: KnownKeys.top)
    _ = try top.text("$schema")
    guard let archive = try place.path("archive", in: top) else {
      throw top.failure(
        "\"archive\" is missing: the folder that the mail goes to, such as \"~/Mail/popkeep\"")
    }
    let floor = try minFree(top)
    let drives = try DriveDecoder(place: place).drives(in: top)
    let defaults = try defaults(top, drives: drives.count)
    guard let list = top.node("accounts") else {
      throw top.failure("\"accounts\" is missing: a list of the mailboxes to fetch")
    }
    let unattended = UnattendedDecoder(place: place)
    return Configuration(
      archive: archive, minFree: floor ?? .percent(1), daemon: try unattended.daemon(in: top),
      metrics: try unattended.metrics(in: top), drives: drives,
      accounts: try accounts(list, defaults, drives: drives.count))
  }

  private func minFree(_ top: Fields) throws(ConfigurationFailure) -> FreeSpaceFloor? {
    guard let node = top.node("minFree"), let text = try top.text("minFree", needs: sizeOrShare) else {
      return nil
    }
    guard text.hasSuffix("%") else {
      return .octets(
        try top.octets("minFree", or: " or a share such as \"1%\"", from: "0B", to: "1000TB") ?? 0)
    }
    guard let share = Quantity.percent(text), share <= 99 else {
      throw top.failure("\"minFree\" needs \(sizeOrShare), not \(quoted(text))", at: node)
    }
    return .percent(share)
  }

  private var sizeOrShare: String { "a size such as \"5GB\" or a share from \"0%\" to \"99%\"" }

  private func defaults(_ top: Fields, drives: Int) throws(ConfigurationFailure) -> Fields? {
    guard let node = top.node("defaults") else { return nil }
    let fields = try Fields(node, of: "\"defaults\"", file: file, known: KnownKeys.account)
    if let key = KnownKeys.ownOnly.first(where: { fields.keys.contains($0) }) {
      throw fields.failure(
        "\"\(key)\" belongs to one account and has no place in \"defaults\"", at: fields.node(key))
    }
    // Read once by themselves, so that a wrong default is found even where every account overrides it.
    _ = try AccountDecoder(fields: fields, place: place, mode: mode, drives: drives).options()
    return fields
  }

  private func accounts(
    _ list: JSONNode, _ defaults: Fields?, drives: Int
  ) throws(ConfigurationFailure) -> [Account] {
    guard case .array(let nodes) = list.value else {
      throw ConfigurationFailure(
        file: file, position: list.position,
        message: "\"accounts\" needs a list in [ ], but \(list.value.kind) stands here")
    }
    var accounts: [Account] = []
    var names = DistinctNames(of: "account")
    for node in nodes {
      let fields = try Fields(
        node, of: "an account", file: file, known: KnownKeys.account, defaults: defaults)
      let account = try AccountDecoder(fields: fields, place: place, mode: mode, drives: drives).account()
      try names.add(account.name, of: fields)
      accounts.append(account)
    }
    return accounts
  }
}
