// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [.enableUpcomingFeature("ExistentialAny")]

func nio(_ name: String) -> Target.Dependency { .product(name: name, package: "swift-nio") }

let tls = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")
let certificates = Target.Dependency.product(name: "X509", package: "swift-certificates")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let configuration = Target.Dependency.product(name: "Configuration", package: "swift-configuration")
let metrics = Target.Dependency.product(name: "Metrics", package: "swift-metrics")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let yaml = Target.Dependency.product(name: "Yams", package: "Yams")

// The layers of docs/ARCHITECTURE.md: a target may import what it names here, and Tests/TidyTests compares.
let package = Package(
    name: "reviewd",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "reviewd", targets: ["reviewd"]),
        .executable(name: "reviewctl", targets: ["reviewctl"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-certificates.git", from: "1.21.1"),
        .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-metrics.git", from: "2.7.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
        .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration.git", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
    ],
    targets: [
        .systemLibrary(name: "CLibpq", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .target(name: "Postgres", dependencies: ["CLibpq"], swiftSettings: settings),
        .target(name: "ReviewWire", dependencies: [crypto, cryptoExtras, certificates], swiftSettings: settings),
        .target(name: "ReviewModel", dependencies: [yaml], swiftSettings: settings),
        .target(name: "ReviewNotice", dependencies: ["ReviewModel", mustache], swiftSettings: settings),
        .target(
            name: "ReviewService", dependencies: ["Postgres", "ReviewModel", "ReviewNotice", "ReviewWire", crypto, metrics],
            swiftSettings: settings),
        .target(
            name: "ReviewServer",
            dependencies: [
                "CCurl", "Postgres", "ReviewModel", "ReviewNotice", "ReviewService", "ReviewWire",
                nio("NIOCore"), nio("NIOPosix"), nio("NIOTLS"), tls, crypto, certificates, logging, lifecycle,
            ],
            swiftSettings: settings),
        .target(
            name: "ReviewClient",
            dependencies: ["ReviewWire", nio("NIOCore"), nio("NIOPosix"), nio("NIOTLS"), tls],
            swiftSettings: settings),
        .executableTarget(
            name: "reviewd",
            dependencies: [
                "Postgres", "ReviewModel", "ReviewNotice", "ReviewServer", "ReviewService", "ReviewWire",
                arguments, configuration, crypto, lifecycle, logging, yaml,
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "reviewctl", dependencies: ["ReviewClient", "ReviewWire", arguments, crypto],
            swiftSettings: settings),
        .executableTarget(
            name: "load-generator", dependencies: ["ReviewClient", "ReviewWire", arguments],
            path: "Benchmarks/LoadGenerator", swiftSettings: settings),
        .target(
            name: "Support",
            dependencies: ["Postgres", "ReviewClient", "ReviewModel", "ReviewServer", "ReviewService", "ReviewWire"],
            path: "Tests/Support", swiftSettings: settings),
        .target(
            name: "Scripted", dependencies: ["ReviewClient", "ReviewWire", nio("NIOCore"), nio("NIOPosix")], path: "Tests/Scripted",
            swiftSettings: settings),
        .testTarget(name: "PostgresTests", dependencies: ["Postgres"], swiftSettings: settings),
        .testTarget(name: "ReviewWireTests", dependencies: ["ReviewWire"], swiftSettings: settings),
        .testTarget(
            name: "ReviewClientTests", dependencies: ["ReviewClient", "ReviewWire", "Scripted", nio("NIOCore"), nio("NIOPosix")],
            swiftSettings: settings),
        .testTarget(
            name: "ReviewctlTests", dependencies: ["ReviewClient", "ReviewServer", "ReviewWire", "Scripted", "reviewctl", "reviewd"],
            swiftSettings: settings),
        .testTarget(name: "ReviewModelTests", dependencies: ["ReviewModel"], swiftSettings: settings),
        .testTarget(name: "ReviewNoticeTests", dependencies: ["ReviewModel", "ReviewNotice"], swiftSettings: settings),
        .testTarget(
            name: "ReviewServiceTests",
            dependencies: ["Postgres", "ReviewModel", "ReviewService", "ReviewWire", "Support"], swiftSettings: settings),
        .testTarget(
            name: "ReviewServerTests",
            dependencies: [
                "Postgres", "ReviewClient", "ReviewModel", "ReviewNotice", "ReviewServer", "ReviewService", "ReviewWire", "Support",
                nio("NIOCore"), nio("NIOPosix"), tls,
            ],
            swiftSettings: settings),
        .testTarget(
            name: "TranscriptTests",
            dependencies: ["Postgres", "ReviewClient", "ReviewServer", "ReviewService", "ReviewWire", "Support"],
            exclude: ["Transcripts"], swiftSettings: settings),
        .testTarget(
            name: "CrashTests", dependencies: ["Postgres", "ReviewClient", "ReviewService", "ReviewWire", "Support", "reviewd"],
            swiftSettings: settings),
        .testTarget(name: "TidyTests", dependencies: ["ReviewModel", "ReviewService", "ReviewWire"], swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6])
