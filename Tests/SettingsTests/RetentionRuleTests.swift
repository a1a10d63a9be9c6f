import Settings
import Testing

/// `onServer` in all its forms.
@Suite struct RetentionRuleTests {
  @Test(arguments: [
    (#""keep""#, RetentionRule.keep),
    (#""delete""#, RetentionRule(delete: true)),
    (#"{ "delete": true }"#, RetentionRule(delete: true)),
    (
      #"{ "delete": true, "maxDeletes": 5, "proveByHash": true }"#,
      RetentionRule(delete: true, maxDeletes: 5, proveByHash: true)
    ),
    (#"{ "deleteAfter": "30d" }"#, RetentionRule(deleteAfter: 2_592_000)),
    (#"{ "untilTrashed": true, "delete": false }"#, RetentionRule(untilTrashed: true)),
    (
      #"{ "deleteAfter": "1w", "keepNewest": 10, "keepUnder": "1MB", "untilTrashed": true }"#,
      RetentionRule(deleteAfter: 604_800, keepNewest: 10, keepUnder: 1_000_000, untilTrashed: true)
    ),
  ])
  func `rules`(text: String, rule: RetentionRule) throws {
    #expect(try parse(account("onServer: \(text)")).accounts.first?.onServer == rule)
    #expect(rule.canDelete == (rule != .keep))
  }

  @Test(arguments: [
    (
      "{}",
      #""onServer" names no reason to delete: write "keep", or add one of delete, deleteAfter, keepNewest, keepUnder, untilTrashed"#
    ),
    (
      #"{ "maxDeletes": 3 }"#,
      #""onServer" names no reason to delete: write "keep", or add one of delete, deleteAfter, keepNewest, keepUnder, untilTrashed"#
    ),
    (
      #"{ "delete": true, "keepNewest": 1000 }"#,
      #""delete": true lets every archived message go at once, so "keepNewest" beside it would keep nothing: leave one of them out"#
    ),
    (
      #"{ "delete": true, "deleteAfter": "30d" }"#,
      #""delete": true lets every archived message go at once, so "deleteAfter" beside it would keep nothing: leave one of them out"#
    ),
    (#"{ "keepNewest": 0 }"#, #""keepNewest" needs a whole number from 1 to 1000000000"#),
    (#"{ "keepUnder": "0MB" }"#, #""keepUnder" lies between "1B" and "1000TB", not "0MB""#),
    (#"{ "deleteAfter": "0d" }"#, #""deleteAfter" lies between "1s" and "5000w", not "0d""#),
    (
      #""never""#,
      #""onServer" needs "keep", "delete" or an object such as {"deleteAfter": "30d"}, not "never""#
    ),
    (
      #""Delete""#,
      #""onServer" needs "keep", "delete" or an object such as {"deleteAfter": "30d"}, not "Delete"; did you mean "delete"?"#
    ),
    (#""deleteAfter""#, #""onServer": "deleteAfter" needs its value: write {"deleteAfter": "30d"}"#),
    (#""untilTrashed""#, #""onServer": "untilTrashed" needs its value: write {"untilTrashed": true}"#),
  ])
  func `rules that say nothing, or one thing and would do another`(text: String, sentence: String) {
    #expect(refusal(of: account("onServer: \(text)")) == "config.json:4: " + sentence)
  }
}
