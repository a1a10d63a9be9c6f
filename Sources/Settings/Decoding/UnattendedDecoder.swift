/// Reads what concerns popkeep while nobody looks: `daemon`, `metrics`, `quiet` and `hooks`.
struct UnattendedDecoder {
  let place: FilePlace

  func daemon(in top: Fields) throws(ConfigurationFailure) -> DaemonSettings {
    guard let node = top.node("daemon") else { return DaemonSettings() }
    let fields = try Fields(node, of: "\"daemon\"", file: top.file, known: KnownKeys.daemon)
    var settings = DaemonSettings()
    if let sessions = try fields.number("sessions", in: 1...1000) { settings.sessions = Int(sessions) }
    if let sessions = try fields.number("sessionsPerHost", in: 1...1000) {
      settings.sessionsPerHost = Int(sessions)
    }
    let never = try fields.text("scrub", needs: "a duration such as \"30d\", or \"never\"")
    if never == "never" {
      settings.scrub = nil
    } else if let seconds = try fields.seconds("scrub", or: ", or \"never\"", from: "1d", to: "52w") {
      settings.scrub = seconds
    }
    settings.socket = try socket(fields)
    if let format = try fields.word("log", LogFormat.self) { settings.log = format }
    return settings
  }

  private func socket(_ fields: Fields) throws(ConfigurationFailure) -> String? {
    guard let path = try place.path("socket", in: fields) else { return nil }
    guard path.utf8.count < 108 else {
      throw fields.failure(
        "\"socket\" is longer than the path of a socket can be (107 octets)", at: fields.node("socket"))
    }
    return path
  }

  func metrics(in top: Fields) throws(ConfigurationFailure) -> MetricsSettings {
    guard let node = top.node("metrics") else { return MetricsSettings() }
    let fields = try Fields(node, of: "\"metrics\"", file: top.file, known: KnownKeys.metrics)
    var settings = MetricsSettings(textfile: try place.path("textfile", in: fields))
    let needs = "an address and port such as \"127.0.0.1:9464\", or \"unix:\" and a whole path"
    if let text = try fields.text("listen", needs: needs) {
      guard let address = ListenAddress(text) else {
        throw fields.failure("\"listen\" needs \(needs), not \(quoted(text))", at: fields.node("listen"))
      }
      settings.listen = address
    }
    return settings
  }

  func quiet(in account: Fields) throws(ConfigurationFailure) -> QuietHours? {
    guard let node = account.node("quiet") else { return nil }
    let nodes =
      if case .array(let nodes) = node.value { nodes } else { [node] }
    var spans: [QuietHours.Span] = []
    for element in nodes {
      let needs = "times of the day such as \"22:00-06:00\", or a list of such"
      guard case .text(let text) = element.value else {
        throw account.failure("\"quiet\" needs \(needs), but \(element.value.kind) stands here", at: element)
      }
      guard let span = QuietHours.Span(text) else {
        throw account.failure("\"quiet\" needs \(needs), not \(quoted(text))", at: element)
      }
      spans.append(span)
    }
    let quiet = QuietHours(spans)
    if quiet.left(at: 0) == 1440 {
      throw account.failure(
        "\"quiet\" leaves no minute of the day: write \"enabled\": false for an account to be left alone",
        at: node)
    }
    return quiet
  }

  func hooks(in account: Fields) throws(ConfigurationFailure) -> Hooks? {
    guard let node = account.node("hooks") else { return nil }
    let fields = try Fields(node, of: "\"hooks\"", file: account.file, known: KnownKeys.hooks)
    var hooks = Hooks()
    hooks.onNewMail = try hook("onNewMail", in: fields)?.hook
    hooks.onFailure = try hook("onFailure", in: fields)?.hook
    if let (hook, after) = try hook("onSilence", in: fields) {
      hooks.onSilence = hook
      if let after { hooks.silence = after }
    }
    return hooks
  }

  /// A program, and with `onSilence` how long nothing must have happened, where that is said; nil: none.
  func hook(
    _ key: String, in hooks: Fields
  ) throws(ConfigurationFailure) -> (hook: Hook, after: Int64?)? {
    guard let node = hooks.node(key) else { return nil }
    let example = "[\"/usr/local/bin/tell\", \"mail\"]"
    if case .text = node.value {
      throw hooks.failure(
        "\"\(key)\" needs a list of the program and its arguments, such as \(example), but text stands here",
        at: node)
    }
    if case .array = node.value {
      return (Hook(command: try CommandDecoder.words(in: hooks, node, example: example)), nil)
    }
    let fields = try Fields(
      node, of: "\"\(key)\"", file: hooks.file,
      known: key == "onSilence" ? KnownKeys.hook : KnownKeys.hook.filter { $0.name != "after" })
    let command = try CommandDecoder.words(in: fields, fields.node("command"), example: example)
    let timeout = try fields.seconds("timeout", from: "1s", to: "1h")
    let after = try fields.seconds("after", from: "1m", to: "52w")
    return (Hook(command: command, timeout: .seconds(timeout ?? 30)), after)
  }
}
