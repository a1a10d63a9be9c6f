import Bench
import Testing

@Suite struct MeasurementTests {
  @Test func `the stopwatch's line is read: microseconds, KiB, status`() throws {
    let measurement = try #require(Measurement(stopwatch: "1500000 200000 50000 2048 3\n"))
    #expect(measurement.wall == 1.5)
    #expect(measurement.processor == 0.25)
    #expect(measurement.peak == 2_097_152)
    #expect(measurement.status == 3)
    #expect(measurement.roundTrips == nil)
  }

  @Test(arguments: ["", "1 2 3 4", "1 2 3 4 five", "1 2 3 4 5 6", "1 2 3 4 99999999999"])
  func `another line is no measurement`(line: String) {
    #expect(Measurement(stopwatch: line) == nil)
  }
}
