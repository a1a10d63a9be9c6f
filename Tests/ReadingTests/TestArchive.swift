import Archive
import SystemPackage
import TestFiles

/// An archive of its own for one test, with the messages that the test puts into it.
struct TestArchive {
  private let folder: TemporaryFolder
  let archive: Archive

  init() throws {
    folder = try TemporaryFolder()
    let root = FilePath(folder("archive"))
    try Archive.create(at: root, id: String(repeating: "0a", count: 16))
    archive = try Archive.open(root, for: .writing)
  }

  /// A path beside the archive.
  func beside(_ name: String) -> String { folder(name) }

  /// Stores messages, in wire form, as if they had come to the account at the time `now`.
  func store(_ messages: [[UInt8]], account: String = "home", now: Int64 = 1_795_443_300) throws {
    let account = try archive.account(account, now: now)
    var batch: [PendingMessage] = []
    for (number, message) in messages.enumerated() {
      var intake = try account.begin(uid: Array("uid-\(now)-\(number)".utf8), listedOctets: nil, now: now)
      try intake.append(message.span.bytes)
      batch.append(try intake.finish())
    }
    var claims = Claims()
    _ = try account.commit(batch, claims: &claims, now: now)
    try account.finishRun()
  }

  /// The message files of an account, as paths.
  func files(account: String = "home") throws -> [String] {
    let new = folder("archive/accounts/\(account)/new")
    return try folderNames(new).map { "\(new)/\($0)" }
  }
}

/// A message in wire form that arrived at a time of 2026-11-23.
func message(_ subject: String, from: String = "Alice <alice@example.org>", at time: String = "14:15:00")
  -> [UInt8]
{
  let lines = [
    "Received: by pop.example.org; Mon, 23 Nov 2026 \(time) +0000", "From: \(from)",
    "To: \"Smith, Bob\" <bob@example.org>, carol@example.org", "Subject: \(subject)",
    "Date: Mon, 23 Nov 2026 14:00:00 +0100", "Message-ID: <\(subject.utf8.count)@example.org>",
    "In-Reply-To: <0@example.org>", "", "Text of \(subject)", "",
  ]
  return Array(lines.joined(separator: "\r\n").utf8)
}
