/// What standard output can show, asked before a pager takes its place.
struct Screen {
  /// Columns; nil where lines may be of any length.
  let width: Int?
  /// Whether marks are shown.
  let isStyled: Bool

  init() {
    width = Output.width
    isStyled = Output.isStyled
  }
}
