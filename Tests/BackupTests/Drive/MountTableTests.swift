import Backup
import Testing

@Suite struct MountTableTests {
  private func parse(_ text: String) -> [MountedFileSystem] { MountTable.parse(Array(text.utf8)) }

  @Test func `a line of the mount table tells where, what, from where, and from which device`() {
    let systems = parse("36 35 98:0 /mnt1 /mnt2 rw,noatime master:1 - ext3 /dev/root rw,errors=continue\n")
    #expect(
      systems == [
        MountedFileSystem(
          path: "/mnt2", type: "ext3", source: "/dev/root", isReadOnly: false, device: "98:0")
      ])
  }

  @Test func `what stands before the dash may be none, one or several`() {
    for fields in ["", "shared:1 ", "shared:1 master:2 propagate_from:3 "] {
      #expect(parse("36 35 8:1 / /mnt rw \(fields)- vfat /dev/sdb1 rw").map(\.type) == ["vfat"])
    }
  }

  @Test func `blanks, tabs, line ends and backslashes in paths are read back`() {
    let systems = parse(#"36 35 8:1 / /media/my\040usb\011\012\134x rw - vfat /dev/sd\0401 rw"#)
    #expect(systems.map(\.path) == ["/media/my usb\t\n\\x"])
    #expect(systems.map(\.source) == ["/dev/sd 1"])
  }

  @Test func `a backslash that three octal digits do not follow stays`() {
    #expect(parse(#"1 2 8:1 / /a\9b\04 rw - vfat x rw"#).map(\.path) == [#"/a\9b\04"#])
    #expect(parse(#"1 2 8:1 / /a\777 rw - vfat x rw"#).map(\.path) == [#"/a\777"#])
  }

  @Test(arguments: [("ro,nosuid", "rw"), ("rw", "ro,errors=remount-ro")])
  func `read-only is what the mount or its file system says`(_ mount: String, _ system: String) {
    #expect(parse("36 35 8:1 / /mnt \(mount) - ext4 /dev/sdb1 \(system)").map(\.isReadOnly) == [true])
  }

  @Test func `an option that only begins so is not read-only`() {
    #expect(parse("36 35 8:1 / /mnt rw,rootcontext=ro1 - ext4 x rw,errors=ro").map(\.isReadOnly) == [false])
  }

  @Test func `of several at one path the last is seen there`() {
    let systems = parse(
      """
      1 2 0:5 / /mnt rw - autofs systemd rw
      3 2 8:1 / /other rw - ext4 /dev/sda1 rw
      4 2 8:17 / /mnt rw - exfat /dev/sdb1 rw

      """)
    #expect(systems.map(\.path) == ["/other", "/mnt"])
    #expect(systems.map(\.type) == ["ext4", "exfat"])
  }

  @Test(arguments: [
    "", "\n\n", "36", "36 35 98:0 / /mnt rw", "36 35 98:0 / /mnt rw -", "36 35 98:0 / /mnt rw - ext4",
    "36 35 98:0 / /mnt rw - ext4 /dev/sda1", "- - - - - - -", "36 35 98:0 / - rw ext4 x rw",
  ])
  func `a line that is cut or odd is left out, and the next is read`(_ line: String) {
    #expect(parse("\(line)\n1 2 8:1 / /mnt rw - ext4 x rw\n").map(\.path) == ["/mnt"])
  }

  @Test func `the table of this machine can be read, and has a root`() throws {
    #expect(try MountTable.read().contains { $0.path == "/" })
  }
}
