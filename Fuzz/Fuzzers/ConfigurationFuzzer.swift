import Settings

/// A configuration file of any octets: either a configuration, which reads back when it is written, or one
/// sentence with a place in the file; and a password is in no such sentence.
enum ConfigurationFuzzer {
  private static let home = "/home/anna"
  private static let secret = "Zq7KwVxSecret"

  static func run(_ input: inout FuzzInput) throws {
    let text = Array(input.rest)
    if let configuration = parse(text) {
      demand(configuration.archive.utf8.first == 47, "a path is absolute")
      checkWriting(configuration)
    }
    checkPasswordFile(text)
    checkNetrc(text)
    checkSecret(&input)
  }

  private static func parse(_ text: [UInt8]) -> Configuration? {
    do throws(ConfigurationFailure) {
      return try Configuration.parse(text, home: home, folder: "/etc/mail")
    } catch {
      checkSentence(error, text)
      return nil
    }
  }

  private static func checkSentence(_ failure: ConfigurationFailure, _ text: [UInt8]) {
    guard let place = failure.position else { return demand(text.count > 1 << 20, "an error has its place") }
    let lines = lines(of: text)
    demand((1...lines.count).contains(place.line), "an error's line is in the file")
    demand((1...lines[place.line - 1] + 1).contains(place.column), "an error's column is in its line")
    let isPlain = failure.description.unicodeScalars.allSatisfy {
      ![.control, .format, .lineSeparator, .paragraphSeparator].contains($0.properties.generalCategory)
    }
    demand(isPlain, "an error holds no control character")
    demand(failure.description.utf8.count < 2_000, "an error is a sentence")
  }

  /// The octets of each line; a line ends with LF, CR or CRLF.
  private static func lines(of text: [UInt8]) -> [Int] {
    var lines = [0]
    for (index, octet) in text.enumerated() {
      if octet == 10, index > 0, text[index - 1] == 13 { continue }
      if octet == 10 || octet == 13 { lines.append(0) } else { lines[lines.count - 1] += 1 }
    }
    return lines
  }

  private static func checkWriting(_ configuration: Configuration) {
    let written = ConfigurationText.text(of: configuration, home: home)
    do throws(ConfigurationFailure) {
      let again = try Configuration.parse(written, home: home, folder: "/")
      demand(again == configuration, "what is written reads back the same")
      demand(ConfigurationText.text(of: again, home: home) == written, "and is written the same again")
    } catch { fatalError("Not so: what is written can be read: \(error)\n\(written)") }
  }

  /// A password file gives its first line, or a sentence with none of it.
  private static func checkPasswordFile(_ octets: [UInt8]) {
    guard octets.count < 200 else { return }
    let file = Scratch.write(octets, to: "password")
    var line = Array(octets.prefix { $0 != 10 })
    if line.count < octets.count, line.last == 13 { line.removeLast() }
    do throws(PasswordFailure) {
      demand(
        try PasswordSource.file(file).resolve(for: PasswordHolder(host: "h", user: "u")).bytes == line,
        "a password is the first line")
    } catch {
      demand(line.isEmpty || line.contains(0) || line.contains(13), "only what cannot be sent is refused")
    }
  }

  /// A netrc file gives a password that can be sent, or a sentence; with an entry in front, that entry's.
  private static func checkNetrc(_ octets: [UInt8]) {
    guard octets.count < 2_000 else { return }
    let holder = PasswordHolder(host: "h", user: "u")
    do throws(PasswordFailure) {
      let password = try PasswordSource.netrc(Scratch.write(octets, to: "netrc")).resolve(for: holder)
      demand(
        !password.bytes.isEmpty && !password.bytes.contains { [0, 10, 13].contains($0) }, "it can be sent")
    } catch { demand(error.description.utf8.count < 1_000, "an error is a sentence") }
    let entry = Array("machine h login u password \(secret)\nmachine x\n".utf8)
    do throws(PasswordFailure) {
      let password = try PasswordSource.netrc(Scratch.write(entry + octets, to: "netrc")).resolve(for: holder)
      demand(password.bytes == Array(secret.utf8), "the first entry counts")
    } catch { demand(!error.description.contains(secret), "no error shows a password") }
  }

  /// A password stands where it belongs, or under a misspelt key, among members that are wrong in any way.
  private static func checkSecret(_ input: inout FuzzInput) {
    let key = plain(input.octets())
    let members = plain(input.octets())
    let tail = String(decoding: input.rest, as: UTF8.self)
    let text = """
      {"archive": "a", "accounts": [{"name": "n", "host": "h", "user": "u", \(members)
        "password": {"\(key)": "\(secret)"}}]} \(tail)
      """
    do throws(ConfigurationFailure) {
      let configuration = try Configuration.parse(text, home: home, folder: "/")
      var dumped = ""
      dump(configuration, to: &dumped)
      let source = configuration.accounts.first?.password
      if case .value? = source { demand(!dumped.contains(secret), "no dump shows a password") }
    } catch { demand(!error.description.contains(secret), "no error shows a password") }
  }

  /// Text that neither begins nor ends a string or a comment.
  private static func plain(_ octets: [UInt8]) -> String {
    String(
      String(decoding: octets, as: UTF8.self).unicodeScalars.filter { !"\"'/\\".unicodeScalars.contains($0) }
        .map {
          Character($0)
        })
  }
}
