/// A question as each program wants to be asked.
struct Question {
  let name: String
  let popkeep: [String]
  var mu: String?
  var notmuch: String?
  var isRanked = false

  /// The same words for all of them.
  private init(_ name: String, _ words: String) {
    self.init(
      name, popkeep: words.hasPrefix("\"") ? [words] : words.split(separator: " ").map(String.init),
      mu: words, notmuch: words)
  }

  private init(
    _ name: String, popkeep: [String], mu: String? = nil, notmuch: String? = nil, isRanked: Bool = false
  ) {
    self.name = name
    self.popkeep = popkeep
    self.mu = mu
    self.notmuch = notmuch
    self.isRanked = isRanked
  }

  /// Questions about the generated mail, from words that nearly every message has to one that none has.
  static func all(_ mail: SearchedMail) -> [Question] {
    let (often, also, seldom, rare) = (
      mail.word(rank: 60), mail.word(rank: 90), mail.word(rank: 3_000), mail.word(rank: 60_000)
    )
    let person = "person3@example3.net"
    return [
      Question("a word of every message", "the"),
      Question("a common word", often),
      Question("a rare word", rare),
      Question("no such word", "nothinglikeit"),
      Question("two common words", "\(often) \(also)"),
      Question("a common and a rare word", "\(often) \(rare)"),
      Question("three words", "\(often) \(also) \(seldom)"),
      Question("a phrase", "\"\(often) \(also)\""),
      Question("a phrase of common words", "\"of the\""),
      Question("a phrase that is rare", "\"\(seldom) \(also)\""),
      Question(
        "one or the other", popkeep: [rare, "OR", seldom], mu: "\(rare) OR \(seldom)",
        notmuch: "\(rare) OR \(seldom)"),
      Question(
        "one without the other", popkeep: [often, "-\(also)"], mu: "\(often) NOT \(also)",
        notmuch: "\(often) NOT \(also)"),
      Question("a prefix", popkeep: ["project*"], mu: "project*", notmuch: "project*"),
      Question("a short prefix", popkeep: ["pro*"], mu: "pro*", notmuch: "pro*"),
      Question("a sender", popkeep: ["from:\(person)"], mu: "from:\(person)", notmuch: "from:\(person)"),
      Question(
        "a sender and a word", popkeep: ["from:\(person)", often], mu: "from:\(person) \(often)",
        notmuch: "from:\(person) \(often)"),
      Question(
        "a subject", popkeep: ["subject:\(seldom)"], mu: "subject:\(seldom)", notmuch: "subject:\(seldom)"),
      Question(
        "a word in a year", popkeep: [often, "date:2012"], mu: "\(often) date:20120101..20121231",
        notmuch: "\(often) date:2012-01-01..2012-12-31"),
      Question(
        "an old month", popkeep: ["date:2006-05"], mu: "date:20060501..20060531",
        notmuch: "date:2006-05-01..2006-05-31"),
      Question("attachments", popkeep: ["has:attachment"], mu: "flag:attach", notmuch: "tag:attachment"),
      Question("names of attachments", popkeep: ["filename:*.pdf", also]),
      Question("large ones", popkeep: ["larger:30K"], mu: "size:30K..100M"),
      Question("nobody has read", popkeep: ["is:unread", often], mu: "flag:unread \(often)"),
      Question("best first", popkeep: [often, seldom], isRanked: true),
      Question("best first of many", popkeep: ["\(often)"], isRanked: true),
    ]
  }
}
