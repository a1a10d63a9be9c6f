/// The sentences that name the project's tests.
enum TestNames {
  static func all() throws -> Set<String> {
    var names: Set<String> = []
    for file in try Project.files(below: "Tests", ending: ".swift") {
      for line in file.code where line.text.contains("func `") {
        names.formUnion(line.text.quoted.prefix(1))
      }
    }
    return names
  }
}
