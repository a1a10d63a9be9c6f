import Maildir
import SystemPackage
import TestFiles
import Testing

/// A new Maildir in a folder of its own, and shorthand for what tests do with one.
struct MaildirFixture {
  let folder: TemporaryFolder
  let maildir: Maildir
  var path: String { folder("mail") }

  init(traits: FileSystemTraits = .full, calls: FileCalls = .system) throws {
    folder = try TemporaryFolder()
    try Maildir.create(at: FilePath(folder("mail")))
    maildir = try Maildir(opening: FilePath(folder("mail")), traits: traits, calls: calls)
  }

  static let tag = DeliveryTag(bytes: Array(0..<10))

  static func tag(_ number: Int) -> DeliveryTag? {
    DeliveryTag(bytes: [0, 0, 0, 0, 0, 0, 0, 0, UInt8(number >> 8), UInt8(number & 255)])
  }

  func write(_ pieces: [some Sequence<UInt8>], arrival: Int64 = 1_763_901_234) throws -> WrittenMessage {
    var delivery = try maildir.begin()
    for piece in pieces { try delivery.append(Array(piece).span.bytes) }
    return try delivery.finish(arrival: arrival)
  }

  func placement(
    _ wire: String, tag: DeliveryTag? = tag, in folder: String = ".", isRead: Bool = false
  ) throws -> Placement {
    let message = try write([Array(wire.utf8)])
    return Placement(message, as: message.name(try #require(tag)), in: folder, flags: isRead ? "S" : nil)
  }

  func read(_ file: StoredFile) throws -> [UInt8] {
    var reader = try maildir.open(file)
    var wire: [UInt8] = []
    while try reader.next({ bytes in
      bytes.withUnsafeBytes { wire.append(contentsOf: $0.assumingMemoryBound(to: UInt8.self)) }
    }) {}
    return wire
  }

  func files() throws -> [StoredFile] {
    var files: [StoredFile] = []
    try maildir.forEachFile { files.append($0) }
    return files
  }

  func names(_ place: String) throws -> [String] { try folderNames("\(path)/\(place)") }
}
