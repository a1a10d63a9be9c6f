import Bench
import Testing

@Suite struct TableTests {
  @Test func `columns are as wide as their widest cell`() {
    var table = Table(["", "wall"])
    #expect(table.isEmpty)
    table.add(["popkeep", "1 s"])
    #expect(!table.isEmpty)
    #expect(
      table.text == """
        |         | wall |
        |---------|------|
        | popkeep | 1 s  |
        """)
  }

  @Test func `figures have the digits that mean something`() {
    #expect(Figure.seconds(0.01234) == "12.3 ms")
    #expect(Figure.seconds(1.239) == "1.24 s")
    #expect(Figure.seconds(12.39) == "12.4 s")
    #expect(Figure.megabytes(28_800_000) == "28.8 MB")
    #expect(Figure.ratio(4) == "4")
    #expect(Figure.spread(Spread([1, 2, 3]), Figure.ratio) == "2 (1 .. 3)")
    #expect(Figure.spread(Spread([2.001, 2.002]), Figure.ratio) == "2")
    #expect(Figure.spread(nil, Figure.ratio) == "-")
  }
}
