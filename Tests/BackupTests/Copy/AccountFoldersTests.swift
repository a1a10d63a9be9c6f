import Archive
import Backup
import Testing

@Suite struct AccountFoldersTests {
  @Test func `an account has the folder of its name`() {
    #expect(
      AccountFolders.folders(of: ["home", "ann@example.org"]) == [
        "home": "home", "ann@example.org": "ann@example.org",
      ])
  }

  @Test func `accounts that differ in case alone have folders that no file system takes for one`() {
    let folders = AccountFolders.folders(of: ["home", "Home", "HOME"])
    #expect(Set(folders.values.map { $0.lowercased() }).count == 3)
    #expect(folders == ["HOME": "HOME", "Home": "Home~2", "home": "home~3"])
  }

  @Test(arguments: [
    "README.txt", "readme.TXT", "index.sqlite", "drive.json", "left.json", "SHA256SUMS",
  ])
  func `a name that something else has gets digits`(_ name: String) {
    #expect(AccountFolders.folders(of: [name]) == [name: "\(name)~2"])
    #expect(AccountFolders.account(of: "\(name)~2") == name)
  }

  @Test(arguments: ["CON", "nul", "com1", "LPT9", "aux", "con.2023", "NUL.txt", "com1.example.org"])
  func `a name that Windows keeps to itself, with any ending, begins with a tilde`(_ name: String) {
    #expect(AccountFolders.folders(of: [name]) == [name: "~\(name)"])
    #expect(AccountFolders.account(of: "~\(name)") == name)
  }

  @Test func `devices that differ in case alone have folders of their own`() {
    let folders = AccountFolders.folders(of: ["con", "CON"])
    #expect(folders == ["CON": "~CON", "con": "~con~2"])
    #expect(folders.allSatisfy { AccountFolders.account(of: $0.value) == $0.key })
  }

  @Test func `a dot at the end, which FAT drops, does not make two accounts one`() {
    let folders = AccountFolders.folders(of: ["home", "home."])
    #expect(folders == ["home": "home", "home.": "home.~2"])
    #expect(folders.allSatisfy { AccountFolders.account(of: $0.value) == $0.key })
  }

  @Test func `whatever the order of accounts, their folders are the same`() {
    let names = ["b", "B", "con", "CON", "a"]
    #expect(AccountFolders.folders(of: names) == AccountFolders.folders(of: names.reversed()))
  }

  @Test func `the account of a folder is what stands before the tilde, which no name of an account has`() {
    #expect(AccountFolders.account(of: "home") == "home")
    #expect(AccountFolders.account(of: "home~2") == "home")
    for odd in ["~", "~~2", "~~"] { #expect(!Archive.isAccountName(AccountFolders.account(of: odd))) }
    #expect(!Archive.isAccountName("home~2") && !Archive.isAccountName("~home"))
  }
}
