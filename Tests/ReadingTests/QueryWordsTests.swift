import Reading
import Testing

@Suite struct QueryWordsTests {
  @Test(
    arguments: [
      (["from:alice", "report"], "from:alice report"),
      (["from:alice", "subject:annual report"], #"from:alice subject:"annual report""#),
      (["-subject:annual report"], #"-subject:"annual report""#),
      (["annual report"], #""annual report""#),
      (["-annual report"], #"-"annual report""#),
      ([#"subject:"annual report""#], #"subject:"annual report""#),
      (["from:alice to:bob"], "from:alice to:bob"),
      (["invoice -draft"], "invoice -draft"),
      (["lunch OR dinner"], "lunch OR dinner"),
      (["(lunch dinner)"], "(lunch dinner)"),
      (["Re: report"], #""Re: report""#),
      ([" "], " "),
    ])
  func `words of a command line become a query, with the quotes that the shell took`(
    words: [String], query: String
  ) {
    #expect(QueryWords.joined(words) == query)
  }

  @Test func `a word with blanks that is alone may be a phrase or a query`() {
    #expect(QueryWords.readings(["from:alice report"]) == [#"from:"alice report""#, "from:alice report"])
    #expect(QueryWords.readings(["a b", "c"]) == [#""a b" c"#])
    #expect(QueryWords.readings(["report"]) == ["report"])
  }
}
