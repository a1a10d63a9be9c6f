import Backup
import Testing

@Suite struct DriveMarkerTests {
  private static let id = String(repeating: "a1", count: 16)
  private static let other = String(repeating: "b2", count: 16)

  private static func text(
    format: String = "1", id: String = id, archive: String = other, name: String = "usb-red"
  ) -> String {
    #"{"format":\#(format),"id":"\#(id)","archive":"\#(archive)","name":"\#(name)"}"#
  }

  private func marker(_ text: String) -> DriveMarker? { DriveMarker(Array(text.utf8)) }

  @Test func `what is written is read back, and is one line that people can read`() {
    let written = DriveMarker(id: Self.id, archive: Self.other, name: "usb-red")
    #expect(DriveMarker(written.bytes) == written)
    #expect(
      String(decoding: written.bytes, as: UTF8.self)
        == #"{"archive":"\#(Self.other)","format":1,"id":"\#(Self.id)","name":"usb-red"}"# + "\n")
    #expect(marker(Self.text()) == written)
  }

  @Test func `what a later version adds does no harm`() {
    #expect(marker(#"{"x":[1],"# + Self.text().dropFirst()) != nil)
    #expect(marker(Self.text(format: "7"))?.format == 7)
  }

  @Test(arguments: [
    "", "{}", "[]", "null", "\u{0}", text(format: "0"), text(format: "-1"), text(format: "1.5"),
    text(format: "99999999999999999999"), text(format: #""1""#), text(id: ""),
    text(id: String(id.dropLast())),
    text(id: id + "0"), text(id: id.uppercased()), text(id: String(repeating: "g", count: 32)),
    text(id: String(repeating: "é", count: 16)), text(archive: "x"),
    text(archive: "../../../../../etc/passwd00"),
    text(name: ""), text(name: "."), text(name: ".."), text(name: ".hidden"), text(name: "a/b"),
    text(name: #"a\u001b[2Jb"#), text(name: #"a\nb"#), text(name: #"a\u0000b"#), text(name: "a b"),
    text(name: "é"), text(name: String(repeating: "a", count: 65)), String(text().dropLast()), text() + "x",
  ])
  func `anything else is no marker`(_ text: String) {
    #expect(marker(text) == nil)
  }

  @Test func `no cut and no flipped bit makes a marker whose name a terminal or a path suffers from`() {
    let text = Array(Self.text().utf8)
    for end in text.indices { #expect(DriveMarker(Array(text[..<end])) == nil) }
    for bit in 0..<text.count * 8 {
      var flipped = text
      flipped[bit / 8] ^= 1 << UInt8(bit % 8)
      guard let marker = DriveMarker(flipped) else { continue }
      #expect(DriveMarker.isName(marker.name) && marker.id.utf8.count == 32)
    }
  }

  @Test(arguments: [
    ("USB Stick", "USB-Stick"), ("..", "drive"), ("", "drive"), (".a", "a"), ("--a", "a"), ("ärger", "rger"),
    ("a/b", "a-b"), ("a\u{1b}b", "a-b"),
    (String(repeating: "x", count: 80), String(repeating: "x", count: 64)),
    ("1234-ABCD", "1234-ABCD"),
  ])
  func `a name is made of any text`(_ text: String, _ name: String) {
    #expect(DriveMarker.name(from: text) == name)
    #expect(DriveMarker.isName(DriveMarker.name(from: text)))
  }

  @Test func `what the last run left names the drive once more`() {
    let marker = DriveMarker(id: Self.id, archive: Self.other, name: "usb-red")
    let state = DriveState(drive: marker, stamp: Self.other, isFinished: false)
    #expect(DriveState(state.bytes) == state)
    let hostile = String(decoding: state.bytes, as: UTF8.self)
    for (from, to) in [("usb-red", "../usb"), (Self.id, "x"), (Self.other, Self.other.uppercased())] {
      #expect(DriveState(Array(hostile.replacing(from, with: to).utf8)) == nil, "\(to)")
    }
  }

  @Test(arguments: ["", "popkeep/mail", "My backups/popkeep/mail"])
  func `where a drive was is remembered`(_ place: String) {
    let known = KnownDrive(id: Self.id, name: "usb-red", place: place, fileSystem: "exfat")
    #expect(KnownDrive(known.bytes) == known)
  }

  @Test(arguments: ["..", "../mail", "popkeep/../../etc", "a/..", "a\u{0}b"])
  func `a place that leads out of the drive is none`(_ place: String) {
    #expect(KnownDrive(KnownDrive(id: Self.id, name: "red", place: place, fileSystem: "x").bytes) == nil)
  }
}
