import Testing

/// The reader of traces and the proof themselves: what they must not overlook.
@Suite struct TraceReadingTests {
  private static let safe = [
    #"7  pwrite64(9</a/tmp/popkeep-1>, "Subject: 1, (\"x\")\n", 18, 0) = 18"#,
    #"8  fsync(9</a/tmp/popkeep-1> <unfinished ...>"#,
    #"7  pwrite64(10</a/tmp/popkeep-2>, "other", 5, 0) = 5"#,
    #"8  <... fsync resumed>)              = 0"#,
    #"8  renameat2(3</a/tmp>, "popkeep-1", 4</a/new>, "1.x.popkeep,S=18", RENAME_NOREPLACE) = 0"#,
    #"8  fsync(4</a/new>)                   = 0"#,
    #"8  pwrite64(5</i-wal>, "\0\r1.x.popkeep,S=18\1"..., 4096, 32) = 4096"#,
    #"8  fdatasync(5</i-wal>)               = 0"#,
    #"7  sendto(6<socket:[77]>, "DELE 1\r\n", 8, MSG_NOSIGNAL, NULL, 0) = 8"#,
  ]

  private func complaints(_ lines: [String]) -> [String] {
    DurabilityProof(
      events: DurabilityEvent.events(of: SystemCallTrace(lines.joined(separator: "\n"))), index: "/i",
      marks: [1: ",S=18"]
    ).complaints()
  }

  @Test func `a trace in order is believed, calls of two threads among each other too`() {
    #expect(complaints(Self.safe) == [])
    let trace = SystemCallTrace(Self.safe.joined(separator: "\n"))
    #expect(trace.calls.count == 8)
    #expect(trace.calls[1].name == "fsync" && trace.calls[1].begun == 1 && trace.calls[1].ended == 3)
    #expect(trace.calls[0].arguments[1] == #""Subject: 1, (\"x\")\n""#)
  }

  @Test(arguments: [
    (0, "nothing was written to its file"), (1, "its data was not flushed before its name"),
    (3, "its data was not flushed before its name"), (4, "no file got its name"),
    (5, "the folder of its name was not flushed"), (6, "its row was not flushed"),
    (7, "its row was not flushed"),
  ])
  func `a trace that lacks one step is refused`(_ line: Int, _ complaint: String) {
    var lines = Self.safe
    lines.remove(at: line)
    #expect(complaints(lines) == ["DELE 1: \(complaint)"])
  }

  @Test(arguments: [
    (8, 0, "its file got its name afterwards"), (8, 5, "the folder of its name was not flushed"),
    (8, 7, "its row was not flushed"), (0, 3, "its data was not flushed before its name"),
    (0, 4, "its file was written to later"), (6, 5, "its row was not flushed"),
    (4, 3, "its data was not flushed before its name"),
  ])
  func `a trace with one step too early or too late is refused`(_ from: Int, _ to: Int, _ complaint: String) {
    var lines = Self.safe
    lines.insert(lines.remove(at: from), at: to)
    #expect(complaints(lines) == ["DELE 1: \(complaint)"])
  }

  @Test(arguments: [3, 5, 7])
  func `a flush that failed is none`(_ line: Int) {
    var lines = Self.safe
    lines[line] = lines[line].replacing("= 0", with: "= -1 EIO (Input/output error)")
    #expect(complaints(lines).count == 1)
  }

  @Test func `a folder that was made and not flushed into the one above is noticed`() {
    let made = #"8  mkdirat(3</a>, "new", 0700) = 0"#
    #expect(complaints([made] + Self.safe) == ["DELE 1: a folder above it was not flushed"])
    #expect(complaints([made, "8  fsync(3</a>) = 0"] + Self.safe) == [])
  }
}
