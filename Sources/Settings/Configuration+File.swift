import Glibc

extension Configuration {
  /// Reads and checks the configuration file at `file`.
  ///
  /// - Parameters:
  ///   - file: the path as the user gave it; errors name it so.
  ///   - home: what `~` stands for; nil where it is not known.
  package static func load(file: String, home: String?) throws(ConfigurationFailure) -> Configuration {
    let content: BoundedFile
    do { content = try BoundedFile.read(file, limit: JSONReader.limit) } catch {
      throw ConfigurationFailure(file: file, position: nil, message: sentence(error))
    }
    return try ConfigurationDecoder(
      file: file, place: FilePlace(home: home, folder: folder(of: file)), mode: content.mode
    ).configuration(content.bytes)
  }

  /// Checks the text of a configuration that is in no file yet; paths in it are seen from `folder`.
  package static func parse(
    _ text: String, file: String = "config.json", home: String?, folder: String
  ) throws(ConfigurationFailure) -> Configuration {
    try parse(Array(text.utf8), file: file, home: home, folder: folder)
  }

  /// Checks the bytes of a configuration that is in no file yet; paths in it are seen from `folder`.
  package static func parse(
    _ bytes: [UInt8], file: String = "config.json", home: String?, folder: String
  ) throws(ConfigurationFailure) -> Configuration {
    try ConfigurationDecoder(file: file, place: FilePlace(home: home, folder: folder), mode: nil)
      .configuration(bytes)
  }

  private static func folder(of file: String) -> String {
    let slash = file.lastIndex(of: "/")
    let named = slash.map { String(file[..<$0]) } ?? ""
    if file.hasPrefix("/") { return named.isEmpty ? "/" : named }
    var buffer = [CChar](repeating: 0, count: 4097)
    let current = getcwd(&buffer, buffer.count).map { String(cString: $0) } ?? "."
    return named.isEmpty ? current : "\(current)/\(named)"
  }

  private static func sentence(_ failure: BoundedFile.Failure) -> String {
    switch failure {
    case .call(ENOENT): "there is no such file: popkeep init writes one"
    case .call(EACCES): "you may not read the file"
    case .call(let code): "the file cannot be read: \(String(cString: strerror(code)))"
    case .notAFile: "this is a folder, not a configuration file"
    case .tooLarge: "the file is larger than 16 MiB, too large for a configuration"
    }
  }
}
