import Bench
import Testing

@Suite struct ProcessSampleTests {
  private static let status = """
    Name: a) 1 2
    VmHWM: 90748 kB
    VmRSS: 78556 kB
    Threads: 70

    """

  @Test func `what the kernel says of a process is read, whatever its name`() throws {
    let sample = try #require(
      ProcessSample(
        stat: "77 (a) 1 2) S 1 77 77 0 -1 4194560 100 0 0 0 250 50 0 0 20 0 70 0 1 2 3", status: Self.status,
        ticks: 100, descriptors: 21))
    #expect(
      sample
        == ProcessSample(
          processor: 3, resident: 78_556 * 1_024, peak: 90_748 * 1_024, threads: 70, descriptors: 21))
  }

  @Test func `another text is no sample`() {
    #expect(ProcessSample(stat: "77 (a) S 1", status: Self.status, ticks: 100, descriptors: 1) == nil)
    let stat = "77 (a) S 1 77 77 0 -1 4194560 100 0 0 0 250 50 0 0"
    #expect(ProcessSample(stat: stat, status: "Name: a", ticks: 100, descriptors: 1) == nil)
    #expect(ProcessSample(stat: stat, status: Self.status, ticks: 100, descriptors: 1) != nil)
  }
}
