import Backup
import Testing

/// What `body` is refused with; nil: it is not.
func refusal(_ body: () throws -> some Any) -> DriveFailure.Code? {
  do {
    _ = try body()
    return nil
  } catch let failure as DriveFailure {
    #expect(failure.description.unicodeScalars.allSatisfy { $0.value >= 32 } && !failure.hint.isEmpty)
    return failure.code
  } catch {
    Issue.record(error)
    return nil
  }
}
