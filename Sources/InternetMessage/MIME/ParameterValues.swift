/// Puts together and decodes the parameters of one field (RFC 2231), with the encoded words that must not be in them
/// and are (RFC 2047 §5).
struct ParameterValues {
  typealias Parameter = ParameterReader.Parameter

  private let reader: ParameterReader
  private let parameters: [Parameter]

  /// What the field has behind what `reader` has read of it.
  init(_ reader: ParameterReader) {
    var reader = reader
    parameters = reader.parameters()
    self.reader = reader
  }

  /// The octets of the first value of that name, not decoded from their charset.
  func octets(_ name: String) -> [UInt8]? {
    parameters.first { $0.name == name }.map { $0.isModern ? joined($0.name).octets : reader.value($0) }
  }

  func texts(_ decoder: inout TextDecoder) -> [ContentType.Parameter] {
    var texts: [ContentType.Parameter] = []
    texts.reserveCapacity(parameters.count)
    for parameter in parameters where !texts.contains(where: { $0.name == parameter.name }) {
      texts.append(ContentType.Parameter(name: parameter.name, value: text(parameter, &decoder)))
    }
    return texts
  }

  /// The first value of that name as text.
  func text(_ name: String, _ decoder: inout TextDecoder) -> String? {
    parameters.first { $0.name == name }.map { text($0, &decoder) }
  }

  private func text(_ parameter: Parameter, _ decoder: inout TextDecoder) -> String {
    if parameters.contains(where: { $0.isModern && $0.name == parameter.name }) {
      let (octets, charset) = joined(parameter.name)
      return charset.map { decoder.charsets.decode(octets, charset: $0) } ?? decoder.decode(octets.span)
    }
    if parameter.isEscaped { return decoder.decode(reader.value(parameter).span) }
    return decoder.decode(reader.octets.span.extracting(parameter.value))
  }

  /// The whole value of that name in its pieces, and its charset where it names one.
  private func joined(_ name: String) -> (octets: [UInt8], charset: [UInt8]?) {
    var octets: [UInt8] = []
    var charset: [UInt8]?
    var last = -1
    let pieces = parameters.filter { $0.isModern && $0.name == name }.sorted { $0.number < $1.number }
    for piece in pieces where piece.number != last {
      last = piece.number
      var text = reader.value(piece)[...]
      if piece.isExtended {
        if charset == nil, let (name, rest) = Self.afterLanguage(text) {
          charset = name
          text = rest
        }
        octets += Self.unescaped(text)
      } else {
        octets += text
      }
    }
    return (octets, charset)
  }

  /// `utf-8'en'text`: the charset, and the text behind the second quote.
  private static func afterLanguage(_ text: ArraySlice<UInt8>) -> (charset: [UInt8], rest: ArraySlice<UInt8>)?
  {
    let quote = UInt8(ascii: "'")
    guard let first = text.firstIndex(of: quote), let second = text[(first + 1)...].firstIndex(of: quote)
    else {
      return nil
    }
    return (text[..<first].map(\.lowered), text[(second + 1)...])
  }

  private static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var octets: [UInt8] = []
    var index = text.startIndex
    while index < text.endIndex {
      if text[index] == UInt8(ascii: "%"), index + 2 < text.endIndex, let high = text[index + 1].hexValue,
        let low = text[index + 2].hexValue
      {
        octets.append(high << 4 | low)
        index += 3
      } else {
        octets.append(text[index])
        index += 1
      }
    }
    return octets
  }
}
