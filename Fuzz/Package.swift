// swift-tools-version: 6.2
import PackageDescription

// The fuzzers, and the modules that they look into, compiled once more with the instrumentation of libFuzzer and
// AddressSanitizer: `Modules` is a link to the project's `Sources`. As one package both have `package` access, the
// project's own manifest has no flag for any of this, and neither the name of a checkout's folder nor what is
// exported as a product matters. Targets stand here as in the manifest above; what depends on what, the imports
// decide. `scripts/fuzz.sh` builds and runs them.

let package = Package(
  name: "popkeep-fuzz",
  dependencies: [
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
  ],
  targets: [
    .module("InternetMessage"),
    .module("Maildir", "CGlibc", .product(name: "SystemPackage", package: "swift-system")),
    .module("OpenSSL", "COpenSSL"),
    .module("POP3"),
    .module("Providers"),
    .module("Settings"),
    .module("Web", "CCurl"),
    .target(name: "CCurl", path: "Modules/CCurl"),
    .systemLibrary(name: "CExpat", path: "Modules/CExpat", pkgConfig: "expat"),
    .systemLibrary(name: "CIDN", path: "Modules/CIDN", pkgConfig: "libidn"),
    .systemLibrary(name: "CResolver", path: "Modules/CResolver"),
    .systemLibrary(name: "CGlibc", path: "Modules/CGlibc"),
    .systemLibrary(name: "COpenSSL", path: "Modules/COpenSSL", pkgConfig: "openssl"),
    .systemLibrary(name: "CSQLite", path: "Modules/CSQLite", pkgConfig: "sqlite3"),
    .module(
      "MailIndex", "CSQLite", "InternetMessage", .product(name: "GRDB", package: "GRDB.swift"),
      .product(name: "GRDBSQLite", package: "GRDB.swift")),
    .module(
      "Archive", "InternetMessage", "MailIndex", "Maildir", "OpenSSL",
      .product(name: "SystemPackage", package: "swift-system")),
    .module(
      "Reading", "Archive", "InternetMessage", "MailIndex", "Maildir",
      .product(name: "SystemPackage", package: "swift-system")),
    .module("POP3Client", "CIDN", "OpenSSL", "POP3"),
    .module(
      "Discovery", "CExpat", "CResolver", "POP3", "POP3Client", "Providers", "Settings", "Web"),
    .module("OAuth", "OpenSSL", "Providers", "Settings", "Web"),
    .executableTarget(
      name: "Fuzzers",
      dependencies: [
        "Archive", "Discovery", "InternetMessage", "MailIndex", "Maildir", "OAuth", "OpenSSL", "POP3",
        "Reading", "Settings",
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      path: "Fuzzers",
      swiftSettings: .instrumented,
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
  ],
  swiftLanguageModes: [.v6]
)

extension Target {
  static func module(_ name: String, _ dependencies: Target.Dependency...) -> Target {
    .target(
      name: name, dependencies: dependencies, path: "Modules/" + name, swiftSettings: .instrumented)
  }
}

extension [SwiftSetting] {
  static var instrumented: [SwiftSetting] {
    [
      .enableUpcomingFeature("ExistentialAny"),
      .enableUpcomingFeature("ImmutableWeakCaptures"),
      .enableUpcomingFeature("InferIsolatedConformances"),
      .enableUpcomingFeature("InternalImportsByDefault"),
      .enableUpcomingFeature("MemberImportVisibility"),
      .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
      .treatAllWarnings(as: .error),
      .unsafeFlags(["-sanitize=fuzzer,address"]),
    ]
  }
}
