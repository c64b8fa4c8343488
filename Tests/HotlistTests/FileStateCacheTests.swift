// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Events
import Foundation
import Logging
import Pipeline
import Testing

@testable import hotlist

/// The files of the local cache, in directories of their own.
@Suite(.serialized) final class FileStateCacheTests {
    private let directory: URL
    private let logger: Logger = .quiet

    init() throws {
        directory = FileManager.default.temporaryDirectory.appending(path: "hotlist-cache-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    }

    deinit {
        try? FileManager.default.removeItem(at: directory)
    }

    private func cache() throws -> FileStateCache {
        try FileStateCache(stateDirectory: directory.path, applicationID: "app", logger: logger)
    }

    private func path(_ name: String) -> String { directory.appending(path: "app/\(name)").path }

    private var files: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: directory.appending(path: "app").path)) ?? [])
            .filter { $0 != "lock" }.sorted()
    }

    private func write(_ cache: FileStateCache, _ action: StateCacheWrite.Action, _ text: String = "") {
        cache.write(StateCacheWrite(partition: 1, action: action, bytes: Array(text.utf8)))
    }

    private func text(_ cache: FileStateCache) -> String? {
        cache.load([1])[1].map { String(decoding: $0, as: UTF8.self) }
    }

    @Test func `a draft takes the file's place when it is finished, and not before`() throws {
        let cache = try cache()
        #expect(text(cache) == nil)
        write(cache, .begin, "one ")
        #expect(files == ["partition-1.draft"])
        write(cache, .extend, "two ")
        #expect(text(cache) == nil)
        write(cache, .finish, "three")
        #expect(files == ["partition-1.cache"])
        #expect(text(cache) == "one two three")
        write(cache, .append, " four")
        #expect(text(cache) == "one two three four")
        write(cache, .begin, "new")
        write(cache, .append, " five")
        #expect(text(cache) == "one two three four five")
        write(cache, .begin, "newer")
        write(cache, .finish)
        #expect(text(cache) == "newer")
        write(cache, .append, "!")
        #expect(text(cache) == "newer!")
        write(cache, .drop)
        #expect(files == [])
        #expect(cache.failures == 0)
    }

    @Test func `files are their owner's alone`() throws {
        let cache = try cache()
        write(cache, .begin)
        write(cache, .finish, "x")
        for (name, wanted) in [("", 0o700), ("partition-1.cache", 0o600), ("lock", 0o600)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path(name))
            #expect(attributes[.posixPermissions] as? Int == wanted)
        }
    }

    @Test func `a later process reads and goes on with the file`() throws {
        do {
            let cache = try cache()
            write(cache, .begin, "a")
            write(cache, .finish, "b")
            write(cache, .begin, "left behind")
        }
        let later = try cache()
        #expect(text(later) == "ab")
        write(later, .append, "c")
        #expect(text(later) == "abc")
        write(later, .begin, "d")
        write(later, .finish)
        #expect(text(later) == "d")
        #expect(later.failures == 0)
    }

    @Test func `a second process at once gets no cache`() throws {
        let first = try cache()
        func open(_ id: String) -> FileStateCache? {
            FileStateCache.open(stateDirectory: directory.path, applicationID: id, logger: logger)
        }
        #expect(open("app") == nil)
        let other = open("b")
        #expect(other != nil)
        write(first, .begin)
        write(first, .finish, "still there")
        #expect(text(first) == "still there")
    }

    @Test func `a directory that cannot be made is no cache`() throws {
        try Data().write(to: directory.appending(path: "file"))
        for id in ["app", "..", "."] {
            let base = id == "app" ? directory.appending(path: "file").path : directory.path
            #expect(FileStateCache.open(stateDirectory: base, applicationID: id, logger: logger) == nil)
        }
    }

    @Test func `a file that is none is not read`() throws {
        let cache = try cache()
        try FileManager.default.createDirectory(
            atPath: path("partition-1.cache"),
            withIntermediateDirectories: false
        )
        #expect(text(cache) == nil)
        try FileManager.default.removeItem(atPath: path("partition-1.cache"))
        try Data("elsewhere".utf8).write(to: directory.appending(path: "secret"))
        try FileManager.default.createSymbolicLink(
            atPath: path("partition-1.cache"),
            withDestinationPath: directory.appending(path: "secret").path
        )
        #expect(text(cache) == nil)
        #expect(cache.failures == 2)
        write(cache, .append, "never")
        #expect(try String(contentsOf: directory.appending(path: "secret"), encoding: .utf8) == "elsewhere")
    }

    @Test func `writes behind a failure are ignored until a draft is begun`() throws {
        let cache = try cache()
        write(cache, .append, "to nothing")
        #expect(cache.failures == 1)
        write(cache, .extend, "ignored")
        write(cache, .finish, "ignored")
        write(cache, .append, "ignored")
        #expect(cache.failures == 1)
        #expect(files == [])
        write(cache, .begin, "a")
        write(cache, .finish, "b")
        #expect(text(cache) == "ab")
    }

    @Test func `a draft that another hand removed costs the draft and not the file`() throws {
        let cache = try cache()
        write(cache, .begin)
        write(cache, .finish, "old")
        write(cache, .begin, "new")
        try FileManager.default.removeItem(atPath: path("partition-1.draft"))
        write(cache, .finish, "er")
        #expect(cache.failures == 1)
        #expect(text(cache) == "old")
    }

    @Test func `a full disk costs what was being written and nothing else`() throws {
        let cache = try cache()
        write(cache, .begin)
        write(cache, .finish, "small")
        // No file may grow beyond 24 MiB: the write gets a part on the disk, and then an error.
        let limit = 24 << 20
        let large = [UInt8](repeating: 7, count: limit + 1)
        try withFileSizeLimit(limit) {
            cache.write(StateCacheWrite(partition: 2, action: .begin, bytes: large))
            #expect(cache.failures == 1)
            #expect(files == ["partition-1.cache"])
            cache.write(StateCacheWrite(partition: 2, action: .extend, bytes: [1]))
            cache.write(StateCacheWrite(partition: 2, action: .finish, bytes: [1]))
            #expect(cache.load([2]).isEmpty)
            write(cache, .append, "er")
            #expect(text(cache) == "smaller")
            cache.write(StateCacheWrite(partition: 1, action: .append, bytes: large))
            #expect(cache.failures == 2)
            #expect(files == [])
        }
        write(cache, .begin)
        write(cache, .finish, "again")
        #expect(text(cache) == "again")
    }

    /// Runs `body` while the process may write no larger files.
    private func withFileSizeLimit(_ bytes: Int, _ body: () throws -> Void) throws {
        let handler = signal(SIGXFSZ, SIG_IGN)
        var before = rlimit()
        let resource = __rlimit_resource_t(UInt32(RLIMIT_FSIZE.rawValue))
        #expect(unsafe getrlimit(resource, &before) == 0)
        var limited = before
        limited.rlim_cur = rlim_t(bytes)
        #expect(unsafe setrlimit(resource, &limited) == 0)
        defer {
            unsafe setrlimit(resource, &before)
            _ = signal(SIGXFSZ, handler)
        }
        try body()
    }
}
