import Glibc

/// A JSON document of any shape.
indirect enum JSONText: Decodable, Equatable {
  case null
  case bool(Bool)
  case number(Double)
  case string(String)
  case array([JSONText])
  case object([String: JSONText])

  init(from decoder: any Decoder) throws {
    let value = try decoder.singleValueContainer()
    if value.decodeNil() {
      self = .null
    } else if let bool = try? value.decode(Bool.self) {
      self = .bool(bool)
    } else if let number = try? value.decode(Double.self) {
      self = .number(number)
    } else if let text = try? value.decode(String.self) {
      self = .string(text)
    } else if let items = try? value.decode([JSONText].self) {
      self = .array(items)
    } else {
      self = .object(try value.decode([String: JSONText].self))
    }
  }

  subscript(key: String) -> JSONText? {
    guard case .object(let members) = self else { return nil }
    return members[key]
  }

  subscript(index: Int) -> JSONText? { items.indices.contains(index) ? items[index] : nil }

  /// The elements of an array.
  var items: [JSONText] {
    guard case .array(let items) = self else { return [] }
    return items
  }

  /// The names of an object's members.
  var keys: Set<String> {
    guard case .object(let members) = self else { return [] }
    return Set(members.keys)
  }

  var text: String? {
    guard case .string(let text) = self else { return nil }
    return text
  }

  /// A time as RFC 3339 writes it in UTC, in seconds since 1970.
  var instant: Int? {
    let form = /([0-9]{4})-([0-9]{2})-([0-9]{2})T([0-9]{2}):([0-9]{2}):([0-9]{2})Z/
    guard let match = text?.wholeMatch(of: form)?.output else { return nil }
    let numbers = [match.1, match.2, match.3, match.4, match.5, match.6].compactMap { Int32($0) }
    var parts = tm()
    (parts.tm_year, parts.tm_mon, parts.tm_mday) = (numbers[0] - 1900, numbers[1] - 1, numbers[2])
    (parts.tm_hour, parts.tm_min, parts.tm_sec) = (numbers[3], numbers[4], numbers[5])
    return timegm(&parts)
  }

  var count: Int? {
    guard case .number(let number) = self else { return nil }
    return Int(exactly: number)
  }
}
