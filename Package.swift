// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "popkeep",
  products: [
    .executable(name: "popkeep", targets: ["popkeep"]),
    .library(name: "POP3", targets: ["POP3"]),
    .library(name: "InternetMessage", targets: ["InternetMessage"]),
    .library(name: "Maildir", targets: ["Maildir"]),
    // Preloaded into the program by tests of crashes; nothing links to it.
    .library(name: "TestFaults", type: .dynamic, targets: ["TestFaults"]),
    .executable(name: "popkeep-bench", targets: ["Bench"]),
    .executable(name: "popkeep-bare-reader", targets: ["BareReader"]),
    .executable(name: "popkeep-stopwatch", targets: ["Stopwatch"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // Layer 0: leaves. They import nothing of ours.
    .target(name: "InternetMessage", swiftSettings: .memorySafe),
    .target(
      name: "Maildir",
      dependencies: ["CGlibc", .product(name: "SystemPackage", package: "swift-system")],
      swiftSettings: .strict),
    .target(name: "OpenSSL", dependencies: ["COpenSSL"], swiftSettings: .strict),
    .target(name: "POP3", swiftSettings: .memorySafe),
    .target(name: "Providers", swiftSettings: .memorySafe),
    .target(name: "Settings", swiftSettings: .strict),
    .target(name: "Web", dependencies: ["CCurl"], swiftSettings: .strict),
    // Opened while the program runs, by its own name: nothing links to libcurl.
    .target(name: "CCurl", cSettings: .strict),
    .systemLibrary(name: "CGlibc"),
    .systemLibrary(name: "CExpat", pkgConfig: "expat", providers: [.apt(["libexpat1-dev"])]),
    .systemLibrary(name: "CResolver"),
    .systemLibrary(
      name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CIDN", pkgConfig: "libidn", providers: [.apt(["libidn-dev"])]),
    .systemLibrary(
      name: "COpenSSL", pkgConfig: "openssl", providers: [.apt(["libssl-dev"])]),

    // Layer 1: one leaf driven, one leaf remembered.
    .target(
      name: "MailIndex",
      dependencies: [
        "CSQLite", "InternetMessage", .product(name: "GRDB", package: "GRDB.swift"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: .strict),
    .target(
      name: "OAuth", dependencies: ["OpenSSL", "Providers", "Settings", "Web"], swiftSettings: .strict),
    .target(name: "POP3Client", dependencies: ["CIDN", "OpenSSL", "POP3"], swiftSettings: .strict),

    // Layer 2: the archive as one thing.
    .target(
      name: "Archive",
      dependencies: [
        "InternetMessage", "MailIndex", "Maildir", "OpenSSL",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: .strict),

    .target(
      name: "Discovery",
      dependencies: ["CExpat", "CResolver", "POP3", "POP3Client", "Providers", "Settings", "Web"],
      swiftSettings: .strict),

    // Layer 3: use cases. They never import each other.
    .target(
      name: "Backup",
      dependencies: [
        "Archive", "MailIndex", "Maildir", "OpenSSL",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: .strict),
    .target(name: "DemoServer", dependencies: ["OpenSSL", "POP3"], swiftSettings: .strict),
    .target(
      name: "Fetching",
      dependencies: ["Archive", "MailIndex", "OAuth", "POP3", "POP3Client", "Providers", "Settings"],
      swiftSettings: .strict),
    .target(
      name: "Reading",
      dependencies: [
        "Archive", "InternetMessage", "MailIndex", "Maildir", "OpenSSL",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: .strict),

    // Layer 4: what runs unattended beside the syncs.
    .target(
      name: "Daemon",
      dependencies: [
        "Archive", "Backup", "CGlibc", "Fetching", "MailIndex", "Settings",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: .strict),

    // Layer 5: commands and wiring.
    .executableTarget(
      name: "popkeep",
      dependencies: [
        "Archive", "Backup", "CGlibc", "Daemon", "DemoServer", "Discovery", "Fetching", "OAuth", "Providers",
        "Reading", "Settings",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: .strict),

    // Beside the program: `make bench` measures it.
    .executableTarget(
      name: "Bench",
      dependencies: [
        "Archive", "CGlibc", "DemoServer", "InternetMessage", "MailIndex", "OpenSSL", "TestFiles",
        "TestServers",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      path: "Benchmarks/Bench", swiftSettings: .strict),
    .executableTarget(
      name: "BareReader", dependencies: ["COpenSSL"], path: "Benchmarks/Reader", cSettings: .strict),
    .executableTarget(name: "Stopwatch", path: "Benchmarks/Stopwatch", cSettings: .strict),

    // Tests mirror Sources.
    .target(name: "TestFaults", path: "Tests/Support/Faults"),
    .target(
      name: "TestDrives", dependencies: ["TestFiles", "TestServers"], path: "Tests/Support/Drives",
      exclude: ["FAT"],
      swiftSettings: .strict),
    .target(
      name: "TestFiles", dependencies: ["TestThreadSanitizer"], path: "Tests/Support/Files",
      swiftSettings: .strict),
    .target(
      name: "TestServers",
      dependencies: ["DemoServer", "OpenSSL", "POP3", "TestFiles"],
      path: "Tests/Support/Servers", swiftSettings: .strict),
    // `make crash-test`: a program of its own, because it mounts file systems.
    .executableTarget(
      name: "TestPowerCut", dependencies: ["OpenSSL", "TestFiles", "TestServers"],
      path: "Tests/PowerCut/Driver", swiftSettings: .strict),
    .target(name: "TestThreadSanitizer", path: "Tests/Support/ThreadSanitizer"),
    .testTarget(
      name: "ArchitectureTests", dependencies: ["TestFiles"], swiftSettings: .strict),
    .testTarget(
      name: "ArchiveTests",
      dependencies: [
        "Archive", "MailIndex", "Maildir", "OpenSSL", "TestFiles",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: .strict),
    .testTarget(
      name: "BackupTests",
      dependencies: [
        "Archive", "Backup", "MailIndex", "Maildir", "OpenSSL", "TestFiles",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: .strict),
    .testTarget(
      name: "BenchTests", dependencies: ["Bench", "TestFiles", "TestServers", "popkeep"],
      swiftSettings: .strict),
    .testTarget(
      name: "CommandTests",
      dependencies: [
        "DemoServer", "OpenSSL", "TestDrives", "TestFiles", "TestServers", "popkeep",
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: .strict),
    .testTarget(
      name: "DaemonTests",
      dependencies: [
        "Archive", "Backup", "Daemon", "DemoServer", "Fetching", "MailIndex", "Settings", "TestFiles",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: .strict),
    .testTarget(
      name: "DemoServerTests", dependencies: ["DemoServer", "OpenSSL", "TestFiles", "TestServers"],
      swiftSettings: .strict),
    .testTarget(
      name: "DiscoveryTests", dependencies: ["Discovery", "Providers", "TestFiles"], swiftSettings: .strict),
    .testTarget(
      name: "FetchingTests",
      dependencies: [
        "Archive", "DemoServer", "Fetching", "MailIndex", "Maildir", "OpenSSL", "POP3", "Settings",
        "TestFiles",
        "TestServers",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: .strict),
    .testTarget(
      name: "InternetMessageTests", dependencies: ["InternetMessage", "OpenSSL", "TestFiles"],
      swiftSettings: .strict),
    .testTarget(
      name: "MailIndexTests",
      dependencies: ["MailIndex", "TestFiles", .product(name: "GRDBSQLite", package: "GRDB.swift")],
      swiftSettings: .strict),
    .testTarget(
      name: "MaildirTests",
      dependencies: [
        "Maildir", "TestFiles", .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: .strict),
    .testTarget(
      name: "OAuthTests",
      dependencies: ["DemoServer", "OAuth", "OpenSSL", "Settings", "TestFiles", "TestServers", "Web"],
      swiftSettings: .strict),
    .testTarget(
      name: "OpenSSLTests", dependencies: ["OpenSSL", "TestFiles"], swiftSettings: .strict),
    .testTarget(
      name: "POP3ClientTests",
      dependencies: ["DemoServer", "OpenSSL", "POP3", "POP3Client", "TestFiles", "TestServers"],
      swiftSettings: .strict),
    .testTarget(name: "POP3Tests", dependencies: ["POP3", "TestFiles"], swiftSettings: .strict),
    .testTarget(name: "ProvidersTests", dependencies: ["Providers"], swiftSettings: .strict),
    .testTarget(
      name: "ReadingTests",
      dependencies: [
        "Archive", "InternetMessage", "MailIndex", "OpenSSL", "Reading", "TestFiles",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: .strict),
    .testTarget(
      name: "SettingsTests", dependencies: ["Settings", "TestFiles"], swiftSettings: .strict),
    .testTarget(
      name: "WebTests", dependencies: ["DemoServer", "OpenSSL", "TestFiles", "TestServers", "Web"],
      swiftSettings: .strict),
  ],
  swiftLanguageModes: [.v6]
)

// `make test-tsan` names the suites that it runs: they, and what they need, are all that there is to build then.
if let suites = Context.environment["POPKEEP_SUITES"] {
  let targets = Dictionary(uniqueKeysWithValues: package.targets.map { ($0.name, $0) })
  var wanted = suites.split(separator: " ").map(String.init)
  var kept: Set<String> = []
  while let name = wanted.popLast() {
    guard let target = targets[name] else { fatalError("There is no target \(name).") }
    guard kept.insert(name).inserted else { continue }
    for case .byNameItem(let needed, _) in target.dependencies { wanted.append(needed) }
  }
  package.targets.removeAll { !kept.contains($0.name) }
  package.products = []
}

extension [CSetting] {
  static var strict: [CSetting] { [.treatAllWarnings(as: .error)] }
}

extension [SwiftSetting] {
  static var strict: [SwiftSetting] {
    [
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("ImmutableWeakCaptures"),
      .enableUpcomingFeature("InferIsolatedConformances"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
      .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
      .treatAllWarnings(as: .error),
    ]
  }

  static var memorySafe: [SwiftSetting] { strict + [.strictMemorySafety()] }
}
