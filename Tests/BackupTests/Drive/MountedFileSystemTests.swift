import Backup
import Testing

@Suite struct MountedFileSystemTests {
  private func system(_ path: String, type: String = "ext4") -> MountedFileSystem {
    MountedFileSystem(path: path, type: type, source: "x", isReadOnly: false, device: "8:1")
  }

  @Test func `a path is on a file system whose path is the beginning of it, folder by folder`() {
    let usb = system("/media/usb")
    #expect(usb.contains("/media/usb") && usb.contains("/media/usb/a/b"))
    #expect(!usb.contains("/media/usb2") && !usb.contains("/media") && !usb.contains("/"))
    #expect(system("/").contains("/media/usb") && system("/").contains("/"))
  }

  @Test(arguments: ["/", "/media/usb"], ["", "popkeep/mail", "Backups of mine/popkeep/mail"])
  func `a place and a path are each other's way back`(_ root: String, _ place: String) {
    let usb = system(root)
    #expect(usb.place(of: usb.path(of: place)) == place)
    #expect(usb.contains(usb.path(of: place)))
    #expect(!usb.path(of: place).contains("//"))
  }

  @Test(arguments: ["fuse", "fuse.exfat", "fuseblk"])
  func `what a program serves is told apart by its type`(_ type: String) {
    #expect(system("/mnt", type: type).isInUserSpace)
    #expect(!system("/mnt", type: "exfat").isInUserSpace && !system("/mnt", type: "fusectl").isInUserSpace)
  }

  @Test func `what the kernel makes up holds no files, what is on another machine is remote`() {
    for type in ["proc", "sysfs", "cgroup2", "autofs", "devtmpfs"] {
      #expect(!system("/x", type: type).holdsFiles, "\(type)")
    }
    for type in ["nfs4", "cifs", "fuse.sshfs"] {
      #expect(system("/x", type: type).holdsFiles && system("/x", type: type).isRemote, "\(type)")
    }
    for type in ["ext4", "vfat", "exfat", "ntfs3", "fuseblk", "btrfs", "xfs", "tmpfs"] {
      #expect(system("/x", type: type).holdsFiles && !system("/x", type: type).isRemote, "\(type)")
    }
  }
}
