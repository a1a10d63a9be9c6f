/// A query as it is asked of documents: names are looked up, nothing is nested without need.
indirect enum Condition: Equatable {
  case always
  case never
  case all([Condition])
  case any([Condition])
  case not(Condition)
  case words(WordTerm)
  /// A word that stands for something that holds for the whole message.
  case fact(String)
  case date(Range<Int64>)
  case octets(ClosedRange<Int64>)
  case twin
  /// The numbers of the documents.
  case documents(Set<Int64>)
  case attachmentName(NamePattern)
  /// Only the message itself tells.
  case message(MessageFact)

  static func every(_ parts: [Condition]) -> Condition {
    var kept: [Condition] = []
    for part in parts {
      switch part {
      case .always: continue
      case .never: return .never
      case .all(let inner): kept += inner
      case .any, .not, .words, .fact, .date, .octets, .twin, .documents, .attachmentName, .message:
        kept.append(part)
      }
    }
    return kept.isEmpty ? .always : kept.count == 1 ? kept[0] : .all(kept)
  }

  static func some(_ parts: [Condition]) -> Condition {
    var kept: [Condition] = []
    for part in parts {
      switch part {
      case .never: continue
      case .always: return .always
      case .any(let inner): kept += inner
      case .all, .not, .words, .fact, .date, .octets, .twin, .documents, .attachmentName, .message:
        kept.append(part)
      }
    }
    return kept.isEmpty ? .never : kept.count == 1 ? kept[0] : .any(kept)
  }

  static func none(of part: Condition) -> Condition {
    switch part {
    case .always: .never
    case .never: .always
    case .not(let inner): inner
    case .all, .any, .words, .fact, .date, .octets, .twin, .documents, .attachmentName, .message: .not(part)
    }
  }

  /// The moments outside of which nothing is found, as far as that is plain.
  var span: ClosedRange<Int64> {
    switch self {
    case .date(let range):
      return range.isEmpty ? 0...0 : range.lowerBound...range.upperBound
    case .all(let parts):
      return parts.map(\.span).reduce(Int64.min...Int64.max) { one, other in
        let low = max(one.lowerBound, other.lowerBound)
        return low...max(low, min(one.upperBound, other.upperBound))
      }
    case .always, .never, .any, .not, .words, .fact, .octets, .twin, .documents, .attachmentName, .message:
      return Int64.min...Int64.max
    }
  }

  /// The sizes beside which nothing is found, as far as that is plain.
  var sizes: ClosedRange<Int64> {
    switch self {
    case .octets(let range): return range
    case .all(let parts):
      return parts.map(\.sizes).reduce(Int64.min...Int64.max) { one, other in
        let low = max(one.lowerBound, other.lowerBound)
        return low...max(low, min(one.upperBound, other.upperBound))
      }
    case .always, .never, .any, .not, .words, .fact, .date, .twin, .documents, .attachmentName, .message:
      return Int64.min...Int64.max
    }
  }

  /// Only what has a twin is found.
  var isTwinned: Bool {
    switch self {
    case .twin: true
    case .all(let parts): parts.contains(where: \.isTwinned)
    case .always, .never, .any, .not, .words, .fact, .date, .octets, .documents, .attachmentName, .message:
      false
    }
  }

  /// Octets that the name of an attachment must have; nil where no name is asked for, or any will do.
  var nameLiteral: String? {
    switch self {
    case .attachmentName(let pattern): pattern.literal
    case .all(let parts): parts.lazy.compactMap(\.nameLiteral).first
    case .always, .never, .any, .not, .words, .fact, .date, .octets, .twin, .documents, .message: nil
    }
  }

  /// The documents that alone come into question, where they are few and known.
  var documents: Set<Int64>? {
    switch self {
    case .documents(let documents): documents
    case .all(let parts): parts.lazy.compactMap(\.documents).min { $0.count < $1.count }
    case .always, .never, .any, .not, .words, .fact, .date, .octets, .twin, .attachmentName, .message: nil
    }
  }

  /// Some of its words are looked for in the messages alone.
  var looksForPrefix: Bool {
    switch self {
    case .words(let term): term.looksForPrefix
    case .all(let parts), .any(let parts): parts.contains(where: \.looksForPrefix)
    case .not(let part): part.looksForPrefix
    case .always, .never, .fact, .date, .octets, .twin, .documents, .attachmentName, .message: false
    }
  }

  /// Some of it is looked for in the names of files.
  var looksForFlag: Bool {
    switch self {
    case .message(.flag): true
    case .all(let parts), .any(let parts): parts.contains(where: \.looksForFlag)
    case .not(let part): part.looksForFlag
    case .always, .never, .words, .fact, .date, .octets, .twin, .documents, .attachmentName,
      .message(.messageID), .message(.hash):
      false
    }
  }

  /// The words that are wanted.
  var wanted: [WordMatch] {
    switch self {
    case .words(let term): [term.match]
    case .all(let parts), .any(let parts): parts.flatMap(\.wanted)
    case .always, .never, .not, .fact, .date, .octets, .twin, .documents, .attachmentName, .message: []
    }
  }
}
