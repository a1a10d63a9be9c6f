/// Finds the word that a misspelt one was probably meant to be.
enum NearWord {
  /// The nearest of `words`, or nil where none is near: a third of the letters may be wrong, one in a short word.
  static func nearest(_ word: String, in words: [String]) -> String? {
    let letters = Array(word.lowercased())
    guard !letters.isEmpty, letters.count <= 32 else { return nil }
    let best = words.map { (word: $0, distance: distance(letters, Array($0.lowercased()))) }
      .min { $0.distance < $1.distance }
    guard let best, best.distance <= max(1, letters.count / 3), best.distance < letters.count else {
      return nil
    }
    return best.word
  }

  /// Edits from `a` to `b`: insert, remove, replace, or swap two neighbours.
  private static func distance(_ a: [Character], _ b: [Character]) -> Int {
    var before: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, before[j - 1] + 1) }
        row.append(cost)
      }
      (before, last) = (last, row)
    }
    return last[b.count]
  }
}
