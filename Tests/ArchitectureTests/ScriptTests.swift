// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Foundation
import Testing

@Suite(.timeLimit(.minutes(2))) struct ScriptTests {
    private let repository = Repository()

    @Test func `the systemd unit is valid and its exposure is not above 1.2`() throws {
        let run = try Program(repository.path(of: "scripts/check-unit")).run()
        #expect(run.status == 0, "\(run.output)")
        print("scripts/check-unit: \(run.output)", terminator: "")
    }

    @Test func `a machine without Swift is told where to get it`() throws {
        let machine = try FakeMachine()
        let run = try machine.setUp()
        #expect(run.status == 1)
        #expect(run.output.hasPrefix("hotlist: no Swift toolchain found: install Swift 6.2 or newer"))
        #expect(run.output.count { $0 == "\n" } == 1)
    }

    @Test(arguments: [("5.10.1", false), ("6.1.2", false), ("6.2", true), ("6.3.1", true), ("7.0", true)])
    func `a toolchain that is too old is refused`(version: String, isAccepted: Bool) throws {
        let machine = try FakeMachine()
        try machine.add("swift", "echo 'Swift version \(version) (swift-\(version)-RELEASE)'")
        try machine.addPackages(missing: [])
        let run = try machine.setUp()
        #expect(run.status == (isAccepted ? 0 : 1))
        #expect(run.output.contains("is too old: install Swift 6.2 or newer") == !isAccepted)
    }

    @Test func `nothing is installed where nothing is missing`() throws {
        let machine = try FakeMachine()
        try machine.addSwift()
        try machine.addPackages(missing: [])
        try machine.add("apt-get", "echo apt-get was called; exit 1")
        let run = try machine.setUp()
        #expect(run.status == 0)
        #expect(run.output == "")
    }

    @Test func `what is missing, and only that, is installed by root`() throws {
        let machine = try FakeMachine()
        try machine.addSwift()
        try machine.addPackages(missing: ["librdkafka-dev", "kcat"])
        try machine.add("id", "echo 0")
        let run = try machine.setUp()
        #expect(run.status == 0)
        #expect(
            run.output == """
                hotlist: installing librdkafka-dev kcat
                apt-get update -qq
                apt-get install -qq -y --no-install-recommends librdkafka-dev kcat

                """
        )
    }

    @Test func `without root rights one sentence says what to run`() throws {
        let machine = try FakeMachine()
        try machine.addSwift()
        try machine.addPackages(missing: ["librdkafka-dev", "kcat"])
        try machine.add("id", "echo 1000")
        let run = try machine.setUp()
        #expect(run.status == 1)
        #expect(
            run.output == "hotlist: system packages are missing and installing them needs root rights: run "
                + "'apt-get install -y librdkafka-dev kcat' as root, and then this again.\n"
        )
        try machine.add("sudo", "if [ \"$1\" = -n ]; then exit 0; fi; \"$@\"")
        #expect(try machine.setUp().status == 0)
    }

    @Test func `a system without apt is told what pkg-config does not find`() throws {
        let machine = try FakeMachine()
        try machine.addSwift()
        try machine.add("pkg-config", "[ \"$2\" != simdjson ]")
        let run = try machine.setUp()
        #expect(run.status == 1)
        #expect(run.output.hasPrefix("hotlist: pkg-config does not find simdjson: install"))
    }
}

/// A program, and what it said.
private struct Program {
    let path: String
    var search: String?

    init(_ path: String, search: String? = nil) {
        self.path = path
        self.search = search
    }

    func run() throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(filePath: path)
        if let search { process.environment = ["PATH": search] }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        process.standardInput = FileHandle.nullDevice
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }
}

/// A machine whose programs are only those that a test gives it.
private final class FakeMachine {
    private let folder: URL

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "hotlist-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // What the script itself is written in.
        for program in ["bash", "grep", "env"] {
            let real = try #require(
                ["/usr/bin", "/bin"].map { "\($0)/\(program)" }.first(where: FileManager.default.fileExists)
            )
            try FileManager.default.createSymbolicLink(
                atPath: folder.appending(path: program).path(percentEncoded: false),
                withDestinationPath: real
            )
        }
    }

    deinit {
        try? FileManager.default.removeItem(at: folder)
    }

    /// Adds a program that does `script`.
    func add(_ name: String, _ script: String) throws {
        let file = folder.appending(path: name)
        try "#!/bin/sh\n\(script)\n".write(to: file, atomically: true, encoding: .utf8)
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755],
            ofItemAtPath: file.path(percentEncoded: false)
        )
    }

    func addSwift() throws {
        try add("swift", "echo 'Swift version 6.3.1 (swift-6.3.1-RELEASE)'")
    }

    /// Adds Debian's package tools, which find all packages installed but `missing`.
    func addPackages(missing: [String]) throws {
        let cases = missing.isEmpty ? "" : "case \"$3\" in \(missing.joined(separator: "|"))) exit 1;; esac;"
        try add("dpkg-query", "\(cases) printf installed")
        try add("apt-get", "echo apt-get \"$@\"")
    }

    func setUp() throws -> (status: Int32, output: String) {
        try Program(
            Repository().path(of: "scripts/setup"),
            search: folder.path(percentEncoded: false)
        ).run()
    }
}
