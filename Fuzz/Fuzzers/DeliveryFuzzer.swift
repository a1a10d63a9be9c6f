import Glibc
import Maildir
import SystemPackage

/// Octets that are delivered and read back: the same, whatever they are and however they came. And a folder may
/// hold files of any name.
enum DeliveryFuzzer {
  private static let maildir: Maildir = {
    let path = FilePath("\(Scratch.path)/maildir")
    do {
      try Maildir.create(at: path)
      return try Maildir(opening: path)
    } catch { fatalError("no Maildir can be made: \(error)") }
  }()

  static func run(_ input: inout FuzzInput) throws {
    let setting = input.octet()
    let foreignName = input.octets()
    let cuts = input.cuts()
    var message = Array(input.rest)
    // Buffers are of 64 KB: now and then the same again and again goes beyond.
    if setting & 7 == 7, message.count > 60 {
      let original = message
      while message.count < 70_000 + Int(setting) * 300 { message += original }
    }
    for (index, cut) in cuts.enumerated() where message.count < 10_000 || index != 1 {
      try check(message, cut, isRead: setting & 8 != 0)
    }
    try checkForeign(foreignName)
  }

  private static func check(_ message: [UInt8], _ cut: Cuts, isRead: Bool) throws {
    var delivery = try maildir.begin()
    try cut.forEachPiece(of: message) { try delivery.append($0) }
    let written = try delivery.finish(arrival: 1_700_000_000)
    demand(
      written.wireSize.map { $0 == Int64(message.count) } ?? true, "the wire's size is that of the message")
    guard let tag = DeliveryTag(bytes: [UInt8](repeating: 3, count: 10)) else { return }
    let delivered = try maildir.deliver([Placement(written, as: written.name(tag), flags: isRead ? "S" : nil)]
    )
    demand(delivered.count == 1 && !delivered[0].wasThere, "one message is delivered")
    let file = delivered[0].file
    demand(file.name == delivered[0].name, "the name reads back")
    var reader = try maildir.open(file)
    let status = try reader.status()
    var octets: [UInt8] = []
    while try reader.next({ piece in
      demand(piece.byteCount > 0 && piece.byteCount <= 131_072, "pieces are bounded")
      piece.withUnsafeBytes { octets.append(contentsOf: $0) }
    }) {}
    demand(octets == message, "what is read is what was delivered")
    demand(status.size == delivered[0].name.size, "the name tells the size")
    demand(delivered[0].name.wireOctets == Int64(message.count), "the name tells the size on the wire")
    unlink("\(maildir.path.string)/\(file.path)")
  }

  /// A file of any name in cur is listed, and opened by what the listing says, or not found.
  private static func checkForeign(_ name: [UInt8]) throws {
    guard !name.isEmpty, !name.contains(0), !name.contains(47), name != [46], name != [46, 46] else { return }
    let path = Array("\(maildir.path.string)/cur/".utf8) + name + [0]
    let characters = path.map { CChar(bitPattern: $0) }
    let descriptor = creat(characters, 0o600)
    guard descriptor >= 0 else { return }
    close(descriptor)
    defer { unlink(characters) }
    var files: [StoredFile] = []
    try maildir.forEachFile { files.append($0) }
    demand(files.count == (name.first == 46 ? 0 : 1), "one file is there")
    guard let file = files.first, let text = String(validating: name, as: UTF8.self) else { return }
    demand(file.fileName.utf8.elementsEqual(text.utf8), "a listed file keeps its name")
    _ = try maildir.open(file)
    _ = file.name
    var locator = FileLocator(maildir)
    let located = try locator.locate(file.base, in: file.folder)
    demand(located == file, "a file is found by what stays of its name")
  }
}
