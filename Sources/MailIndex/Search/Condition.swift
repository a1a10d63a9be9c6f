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

  /// The documents that alone come into question, where they are few and known.
  var documents: Set<Int64>? {
    switch self {
    case .documents(let documents): documents
    case .all(let parts): parts.lazy.compactMap(\.documents).min { $0.count < $1.count }
    case .always, .never, .any, .not, .words, .fact, .date, .octets, .twin, .attachmentName, .message: nil
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

/// A name with `*` for any characters and `?` for one, matched in time that its length and the name's bound.
struct NamePattern: Equatable {
  private let pattern: [Character]

  init(_ pattern: String) { self.pattern = Array(pattern) }

  func matches(_ name: some StringProtocol) -> Bool {
    let name = Array(name)
    var (next, place) = (0, 0)
    var retry: (next: Int, place: Int)?
    while place < name.count {
      if next < pattern.count, pattern[next] == "*" {
        retry = (next + 1, place)
        next += 1
      } else if next < pattern.count, pattern[next] == "?" || pattern[next] == name[place] {
        (next, place) = (next + 1, place + 1)
      } else if let last = retry {
        retry = (last.next, last.place + 1)
        (next, place) = (last.next, last.place + 1)
      } else {
        return false
      }
    }
    return pattern[next...].allSatisfy { $0 == "*" }
  }
}
