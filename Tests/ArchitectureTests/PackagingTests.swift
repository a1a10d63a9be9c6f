import TestFiles
import Testing

/// What runs popkeep, held against the program's help and against itself.
@Suite(.timeLimit(.minutes(2))) struct PackagingTests {
  @Test func `units, container, launchd and documents say only what the program's help describes`() throws {
    let lines = try CommandLine.all()
    let help = try CommandHelp.ofTheProgram()
    try #require(lines.count > 20)
    for line in lines {
      #expect(line.unknown(to: help) == [], "\(line.origin): \(line.words)")
    }
  }

  @Test func `every service starts popkeep, and every timer has its service`() throws {
    let units = try SystemdUnit.all() + SystemdUnit.all(of: "packaging/systemd/user")
    let names = Set(units.map(\.file.name))
    try #require(
      names == ["popkeep.service", "popkeep@.service", "popkeep-fetch.service", "popkeep-fetch.timer"])
    for unit in units {
      if unit.isService {
        #expect(unit["ExecStart"]?.hasPrefix("/usr/local/bin/popkeep ") == true, "\(unit)")
      } else {
        #expect(names.contains(unit.file.name.replacing(".timer", with: ".service")), "\(unit)")
      }
    }
  }

  @Test func `the system's services are confined alike`() throws {
    let services = try SystemdUnit.all().filter(\.isService)
    let first = try #require(services.first).hardening
    try #require(first.count > 20)
    for service in services {
      #expect(service.hardening.symmetricDifference(first) == [], "\(service)")
      #expect(service["User"] == "popkeep", "\(service)")
    }
  }

  @Test func `the one-shot leaves the folder of a running daemon alone`() throws {
    let fetch = try #require(try SystemdUnit.all().first { $0.file.name == "popkeep-fetch.service" })
    // systemd removes a RuntimeDirectory= when the unit that has it ends.
    #expect(fetch["RuntimeDirectory"] == nil)
  }

  @Test func `launchd starts the daemon again when it fails, and waits for it to end`() throws {
    let job = try LaunchdJob.ofTheProject()
    #expect(LaunchdJob.path.hasSuffix("/\(job.label).plist"))
    #expect(job.programArguments.first == "/usr/local/bin/popkeep")
    #expect(job.runAtLoad && !job.keepAlive.successfulExit)
    #expect(job.exitTimeOut >= 20, "less than what a stop may take")
    #expect(job.processType == "Background" && job.lowPriorityIO)
    #expect(job.umask == 0o077)
    #expect(job.standardErrorPath.hasPrefix("/"), "launchd expands no ~")
  }

  @Test func `the container is built with what a build on the machine needs, from all that it needs`() throws
  {
    let container = try Project.file("packaging/Containerfile").text
    let prerequisites = try Project.file("scripts/prerequisites.sh").text
    let packages = try #require(prerequisites.firstMatch(of: /\nbuild\) packages='([^']+)'/)?.output.1)
    for package in packages.split(separator: " ") { #expect(container.contains(" \(package)"), "\(package)") }
    let sent = Set(
      try Project.file(".dockerignore").lines.filter { $0.hasPrefix("!") }.map { String($0.dropFirst()) })
    let manifest = try Project.file("Package.swift").text
    let folders = manifest.matches(of: /path: "(\w+)/).map { String($0.output.1) }
    try #require(!folders.isEmpty)
    let needed = Set(folders).union(["Makefile", "Package.swift", "Sources", "Tests", "scripts"])
    #expect(sent == needed)
  }

  @Test func `the examples for shards count them alike`() throws {
    let document = try Project.file("docs/scale.md")
    let replicas = try #require(document.text.firstMatch(of: /\n  replicas: (\d+)\n/)?.output.1)
    let shard = try #require(document.text.firstMatch(of: /"--shard", "\$\(POD_INDEX\)\/(\d+)"/)?.output.1)
    #expect(replicas == shard)
    #expect(document.text.contains("name: POD_INDEX\n"))
    #expect(document.text.contains("fieldPath: metadata.labels['apps.kubernetes.io/pod-index']\n"))
    let shards = try #require(document.text.firstMatch(of: /echo SHARDS=(\d+)\b/)?.output.1)
    let line = try #require(document.lines.first { $0.contains("systemctl enable --now popkeep@") })
    let enabled = line.matches(of: /popkeep@(\d+)/).map { String($0.output.1) }
    #expect(enabled == (0..<(Int(shards) ?? 0)).map(String.init))
    let template = try #require(try SystemdUnit.all().first { $0.file.name == "popkeep@.service" })
    #expect(template["ExecStart"]?.contains(" --shard %i/${SHARDS} ") == true)
    #expect(template["EnvironmentFile"] == "/etc/popkeep/shards.env" && line.hasPrefix("sudo "))
    #expect(document.text.contains("tee /etc/popkeep/shards.env\n"))
  }

  @Test func `the examples of hooks are scripts`() throws {
    let scripts = try Project.file("docs/daemon.md").shellBlocks.filter { $0.first == "#!/bin/sh" }
    try #require(scripts.count == 2)
    let folder = try TemporaryFolder()
    for script in scripts {
      let file = try folder.write("hook", text: script.joined(separator: "\n") + "\n")
      let parsed = try ShellCommand("sh -n '\(file)'")
      #expect(parsed.status == 0, "\(parsed.output)")
      #expect(script.contains { $0.contains("jq") })
    }
  }
}
