import Backup
import Glibc
import MailIndex
import OpenSSL
import TestFiles
import Testing

@Suite struct ManifestTests {
  private static let hex = String(repeating: "0123456789abcdef", count: 4)

  private func parse(_ text: String) -> Manifest { Manifest(parsing: Array(text.utf8)) }

  private func hash(_ text: String) throws -> ContentHash {
    try #require(ContentHash(hex: Hash.sha256(Array(text.utf8)).hex.utf8))
  }

  @Test func `what is written is read back, sorted by name`() throws {
    var manifest = Manifest()
    manifest["b.eml"] = try hash("b")
    manifest["a.eml"] = try hash("a")
    manifest["gone.eml"] = try hash("x")
    manifest["gone.eml"] = nil
    let again = Manifest(parsing: manifest.bytes)
    #expect(again.hashes == manifest.hashes && again.hashes.count == 2 && !again.isDamaged)
    let lines = String(decoding: manifest.bytes, as: UTF8.self).split(separator: "\n")
    #expect(lines.map { $0.suffix(7) } == ["  a.eml", "  b.eml"])
    #expect(lines.allSatisfy { $0.utf8.count == 64 + 7 })
  }

  @Test func `nothing is an empty list, whole`() {
    #expect(parse("").hashes.isEmpty && !parse("").isDamaged)
    #expect(Manifest().bytes.isEmpty)
  }

  @Test func `the mark of a binary file is taken as the blank`() {
    #expect(parse("\(Self.hex) *a.eml\n").hashes.keys.sorted() == ["a.eml"])
  }

  @Test(arguments: [
    "\(hex)  a.eml", "\(hex)  b.eml\n\(hex)  a", "\(hex.dropLast())  a.eml\n", "\(hex.dropLast())g  a.eml\n",
    "\(hex)   \n", "\(hex)\n", "\(hex)  a.eml\n\(hex)  a.eml\n", "\(hex)  a/b.eml\n", "\(hex)  ../a.eml\n",
    "\(hex)  a b.eml\n", "\(hex)  a\u{1b}[2J.eml\n", "\(hex)  a\r\n", "\(hex)  \u{e9}.eml\n", "x\n",
    "\\\(hex)  a.eml\n", "\(hex)\t\ta.eml\n", "\(hex)  \(String(repeating: "a", count: 256))\n",
  ])
  func `a line that is cut, flipped, twice or hostile is told, and the others are read`(_ line: String) throws
  {
    let manifest = parse("\(Self.hex)  first.eml\n\(line)")
    #expect(manifest.isDamaged)
    #expect(manifest["first.eml"]?.hex == Self.hex)
    #expect(
      manifest.hashes.keys.allSatisfy { !$0.contains("/") && $0.utf8.allSatisfy { $0 > 32 && $0 < 127 } })
  }

  @Test func `no cut and no flipped bit traps, and what was flipped in a name or in blanks is no other hash`()
  {
    let text = Array("\(Self.hex)  a.eml\n\(Self.hex)  b.eml\n".utf8)
    for end in 0..<text.count where end != 0 && text[end - 1] != 10 {
      #expect(Manifest(parsing: Array(text[..<end])).isDamaged, "cut at \(end)")
    }
    for bit in 0..<text.count * 8 {
      var flipped = text
      flipped[bit / 8] ^= 1 << UInt8(bit % 8)
      #expect(Manifest(parsing: flipped).hashes.count <= 2)
    }
  }

  @Test func `what is as long as no list of ours is not taken for whole`() {
    let text = [UInt8](repeating: 10, count: Manifest.limit)
    #expect(Manifest(parsing: text).isDamaged)
  }

  @Test func `sha256sum -c accepts it, and finds a file that was changed`() throws {
    let folder = try TemporaryFolder()
    var manifest = Manifest()
    for name in ["20231123T100000Z-k3v5x2m4p7q6r3sj.eml", "a@b+c_d-e.eml"] {
      try folder.write(name, text: "text of \(name)\r\n")
      manifest[name] = try hash("text of \(name)\r\n")
    }
    try folder.write("SHA256SUMS", manifest.bytes)
    #expect(try CheckSums.run(in: folder.path) == 0)
    try FileTree.flip(folder("a@b+c_d-e.eml"), at: 0)
    #expect(try CheckSums.run(in: folder.path) != 0)
  }
}
