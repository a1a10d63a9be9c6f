/// The sentences that name the project's tests.
enum TestNames {
  static func all() throws -> Set<String> {
    var names: Set<String> = []
    for file in try Project.files(below: "Tests", ending: ".swift") {
      // A very long sentence stands in the line after the word.
      var isBelow = false
      for line in file.code {
        if isBelow || line.text.contains("func `") { names.formUnion(line.text.quoted.prefix(1)) }
        isBelow = line.text.split(separator: " ").last == "func"
      }
    }
    return names
  }
}
