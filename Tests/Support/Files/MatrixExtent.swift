import Glibc

/// How much of a crash matrix is run: some of its steps, or with `POPKEEP_MATRIX=complete` every single one.
package enum MatrixExtent {
  package static var isComplete: Bool {
    getenv("POPKEEP_MATRIX").map { String(cString: $0) } == "complete"
  }

  /// The steps between two that are tried, where all steps would take too long for every day.
  package static func stride(_ everyday: Int) -> Int { isComplete ? 1 : everyday }

  /// The first step that is tried. Rows of a matrix begin apart, so that together they come to every step.
  package static func start(row: Int, stride: Int) -> Int { 1 + row % stride }
}
