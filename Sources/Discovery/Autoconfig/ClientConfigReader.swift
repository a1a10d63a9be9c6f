import CExpat

/// Reads a document of autoconfiguration with expat.
///
/// It comes from anybody. A document type is refused, and with it every entity but the five of XML; depth, length
/// of texts and number of elements are bounded; what is not known is passed over.
package enum ClientConfigReader {
  package enum Failure: Error, Equatable, CustomStringConvertible {
    case tooLarge
    /// What it is, is no XML, or not what this module reads.
    case malformed(line: Int)
    case documentType
    case tooDeep
    case tooMany
    /// XML, but no `clientConfig` of version 1.
    case otherDocument

    package var description: String {
      switch self {
      case .tooLarge: "its answer is too large"
      case .malformed(let line): "its answer is no XML (line \(line))"
      case .documentType: "its answer has a document type, which is not read"
      case .tooDeep, .tooMany: "its answer holds more than is read"
      case .otherDocument: "its answer is no autoconfiguration"
      }
    }
  }

  /// Octets of a document at most.
  package static let limit = 256 << 10

  package static func read(_ document: [UInt8]) throws(Failure) -> ClientConfig {
    guard document.count <= limit else { throw .tooLarge }
    guard let parser = XML_ParserCreate(nil) else { throw .malformed(line: 0) }
    defer { XML_ParserFree(parser) }
    let builder = ClientConfigBuilder(parser)
    XML_SetUserData(parser, Unmanaged.passUnretained(builder).toOpaque())
    setHandlers(parser)
    let status = document.withUnsafeBytes { bytes in
      XML_Parse(parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(bytes.count), 1)
    }
    if let failure = builder.failure { throw failure }
    guard status == XML_STATUS_OK else {
      throw .malformed(line: Int(clamping: XML_GetCurrentLineNumber(parser)))
    }
    guard builder.isClientConfig else { throw .otherDocument }
    return withExtendedLifetime(builder) { builder.config }
  }

  private static func setHandlers(_ parser: XML_Parser) {
    XML_SetElementHandler(
      parser,
      { data, name, attributes in
        guard let data, let name else { return }
        var pairs: [String: String] = [:]
        var next = attributes
        while let key = next?[0], let value = next?[1], pairs.count < 16 {
          pairs[String(cString: key)] = String(cString: value)
          next = next?.advanced(by: 2)
        }
        ClientConfigBuilder.of(data).start(String(cString: name), pairs)
      },
      { data, _ in
        guard let data else { return }
        ClientConfigBuilder.of(data).end()
      })
    XML_SetCharacterDataHandler(parser) { data, text, count in
      guard let data, let text else { return }
      let bytes = UnsafeRawBufferPointer(start: text, count: Int(count))
      ClientConfigBuilder.of(data).add(bytes)
    }
    XML_SetStartDoctypeDeclHandler(parser) { data, _, _, _, _ in
      guard let data else { return }
      ClientConfigBuilder.of(data).stop(.documentType)
    }
  }
}
