import Foundation
import Settings
import TestFiles
import Testing

/// The sample, the schema and the page of the manual name the same keys as the program.
@Suite struct SampleTests {
  @Test func `the sample is a valid configuration`() throws {
    let configuration = try parse(projectFile("sample-config.json"))
    #expect(
      configuration.accounts.map(\.name) == ["home", "work", "lab", "club", "cert", "office", "tokens"])
    #expect(configuration.archive == "/home/alice/Mail/popkeep")
    #expect(configuration.accounts.map(\.onServer.canDelete).prefix(4) == [false, true, true, false])
    #expect(configuration.accounts.map(\.onServer.requireCopies).prefix(3) == [1, 2, 1])
    #expect(configuration.drives.map(\.name) == ["usb-red"])
    #expect(
      configuration.account(named: "work")?.password == .file("/home/alice/.config/popkeep/work.password"))
  }

  private var allKeys: [KnownKey] {
    KnownKeys.top + KnownKeys.account + KnownKeys.password + KnownKeys.onServer + KnownKeys.daemon
      + KnownKeys.clientCertificate + KnownKeys.oauth + KnownKeys.metrics + KnownKeys.hooks + KnownKeys.hook
      + KnownKeys.drive + KnownKeys.driveHooks
  }

  @Test func `the sample names every key`() throws {
    let sample = try projectFile("sample-config.json")
    for key in allKeys { #expect(sample.contains("\"\(key.name)\":"), "\(key.name) is not in the sample") }
    let lines = sample.split(separator: "\n").filter { line in
      line.prefix { $0 == " " }.count < line.count && !line.drop { $0 == " " }.hasPrefix("//")
    }
    for key in allKeys where key.name != "value" {
      #expect(lines.contains { $0.contains("\"\(key.name)\":") }, "\(key.name) is only in a comment")
    }
  }

  @Test func `the manual has a row for every key and no other`() throws {
    let manual = try projectFile("docs/configuration.md")
    let rows = manual.split(separator: "\n").compactMap { line -> String? in
      guard line.hasPrefix("| `"), let end = line.dropFirst(3).firstIndex(of: "`") else { return nil }
      return String(line[line.index(line.startIndex, offsetBy: 3)..<end])
    }
    #expect(rows.sorted() == allKeys.map(\.name).sorted())
  }

  @Test func `the schema has every key`() throws {
    let schema = try #require(
      JSONSerialization.jsonObject(with: Data(projectFile("docs/config.schema.json").utf8)) as? [String: Any])
    let definitions = try #require(schema["$defs"] as? [String: [String: Any]])
    let rule = try #require(definitions["onServer"]?["oneOf"] as? [[String: Any]])
    let objects: [(Any?, [KnownKey])] = [
      (schema["properties"], KnownKeys.top),
      (definitions["account"]?["properties"], KnownKeys.account),
      (definitions["password"]?["properties"], KnownKeys.password),
      (definitions["oauth"]?["properties"], KnownKeys.oauth),
      (definitions["clientCertificate"]?["properties"], KnownKeys.clientCertificate),
      (rule.last?["properties"], KnownKeys.onServer),
      (definitions["daemon"]?["properties"], KnownKeys.daemon),
      (definitions["metrics"]?["properties"], KnownKeys.metrics),
      (definitions["hooks"]?["properties"], KnownKeys.hooks),
      (definitions["silence"]?["properties"], KnownKeys.hook),
      (definitions["drive"]?["properties"], KnownKeys.drive),
      (definitions["driveHooks"]?["properties"], KnownKeys.driveHooks),
      (
        definitions["defaults"]?["properties"],
        KnownKeys.account.filter { !["name", "user"].contains($0.name) }
      ),
    ]
    for (properties, keys) in objects {
      let properties = try #require(properties as? [String: [String: Any]])
      #expect(properties.keys.sorted() == keys.map(\.name).sorted())
    }
  }
}
