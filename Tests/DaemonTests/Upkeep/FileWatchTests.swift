import Daemon
import Testing

/// A configuration file that changes.
@Suite struct FileWatchTests {
  /// What is said at each look.
  private func looks(_ versions: [String?], from first: String? = "a") -> [Bool] {
    var watch = FileWatch(first)
    return versions.map { watch.hasChanged($0) }
  }

  @Test func `a file that stays as it is has not changed`() {
    #expect(looks(["a", "a", "a"]) == [false, false, false])
  }

  @Test func `a change is told once, when the file has stayed the same for a look`() {
    #expect(looks(["b", "b", "b"]) == [false, true, false])
  }

  @Test func `a file that is being written is left until it is whole`() {
    #expect(looks(["b", "c", "d", "d"]) == [false, false, false, true])
  }

  @Test func `a file that is gone is waited for, and is another when it is back`() {
    #expect(looks([nil, nil, "a", "a"]) == [false, false, false, true])
    #expect(looks([nil, "b", "b"]) == [false, false, true])
    #expect(looks(["a", "a"], from: nil) == [false, true])
  }

  @Test func `a change that is taken back before it was seen is none`() {
    #expect(looks(["b", "a", "a"]) == [false, false, false])
  }
}
