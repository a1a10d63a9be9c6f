/// Metrics in Prometheus' text format, version 0.0.4, in pieces of some kilobytes.
package enum MetricsText {
  package static let contentType = "text/plain; version=0.0.4; charset=utf-8"

  /// A page for Prometheus; `families` is asked at each request.
  package static func reply(_ families: [MetricFamily]) -> HTTPReply {
    HTTPReply(contentType: contentType) { write throws(ConnectionFailure) in
      try MetricsText.write(families, to: write)
    }
  }

  /// Writes all samples, family by family; no more than `chunk` octets and a sample are held at once.
  package static func write<Failure: Error>(
    _ families: [MetricFamily], chunk: Int = 16384, to write: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    var octets: [UInt8] = []
    octets.reserveCapacity(chunk + 1024)
    for family in families {
      appendHead(of: family, to: &octets)
      for sample in family.samples() {
        append(sample, of: family, to: &octets)
        if octets.count >= chunk {
          try write(octets)
          octets.removeAll(keepingCapacity: true)
        }
      }
    }
    if !octets.isEmpty { try write(octets) }
  }

  private static func appendHead(of family: MetricFamily, to octets: inout [UInt8]) {
    octets += "# HELP \(family.name) ".utf8
    append(escaped: family.help, quotes: false, to: &octets)
    octets += "\n# TYPE \(family.name) \(family.kind.rawValue)\n".utf8
  }

  private static func append(
    _ sample: MetricFamily.Sample, of family: MetricFamily, to octets: inout [UInt8]
  ) {
    octets += family.name.utf8
    for (index, label) in sample.labels.enumerated() {
      octets.append(index == 0 ? 0x7B : 0x2C)
      octets += label.name.utf8
      octets += [0x3D, 0x22]
      append(escaped: label.value, quotes: true, to: &octets)
      octets.append(0x22)
    }
    if !sample.labels.isEmpty { octets.append(0x7D) }
    octets.append(0x20)
    append(sample.value, to: &octets)
    octets.append(0x0A)
  }

  /// Whole numbers without a point; what is none as the format spells it.
  private static func append(_ value: Double, to octets: inout [UInt8]) {
    if let whole = Int64(exactly: value), abs(value) < 9_007_199_254_740_992 {
      octets += "\(whole)".utf8
    } else if value.isNaN {
      octets += "NaN".utf8
    } else if value.isInfinite {
      octets += (value < 0 ? "-Inf" : "+Inf").utf8
    } else {
      octets += "\(value)".utf8
    }
  }

  /// `\`, line feed, and in labels `"` are escaped; other control characters have no place in a name.
  private static func append(escaped text: String, quotes: Bool, to octets: inout [UInt8]) {
    for octet in text.utf8 {
      switch octet {
      case 0x5C: octets += [0x5C, 0x5C]
      case 0x0A: octets += [0x5C, 0x6E]
      case 0x22 where quotes: octets += [0x5C, 0x22]
      case 0..<0x20, 0x7F: octets.append(0x3F)
      case _: octets.append(octet)
      }
    }
  }
}
