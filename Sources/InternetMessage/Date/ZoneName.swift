/// The time zones that mail names: those of RFC 5322 §4.3, and others that are in use and mean one thing.
enum ZoneName {
  /// The offset from UTC in seconds; nil for a word that is no zone. Military letters other than Z say nothing
  /// (§4.3), which means UTC.
  static func offset(_ text: Span<UInt8>, _ word: Range<Int>) -> Int? {
    for (name, minutes) in zones where text.spells(name, at: word) { return minutes * 60 }
    return nil
  }

  private static let zones: [(String, Int)] = [
    ("gmt", 0), ("utc", 0), ("ut", 0), ("z", 0),
    ("est", -300), ("edt", -240), ("cst", -360), ("cdt", -300),
    ("mst", -420), ("mdt", -360), ("pst", -480), ("pdt", -420),
    ("wet", 0), ("west", 60), ("bst", 60), ("cet", 60), ("met", 60), ("cest", 120), ("mest", 120),
    ("mez", 60), ("mesz", 120), ("eet", 120), ("eest", 180), ("msk", 180), ("msd", 240),
    ("hkt", 480), ("sgt", 480), ("jst", 540), ("kst", 540), ("aest", 600), ("aedt", 660),
    ("nzst", 720), ("nzdt", 780), ("akst", -540), ("akdt", -480), ("hst", -600),
  ]
}
