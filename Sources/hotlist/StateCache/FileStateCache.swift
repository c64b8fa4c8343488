// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Glibc
import Logging
import Metrics
import Pipeline

/// The cached state of this host's journal partitions: `partition-N.cache` in `state_dir/application_id`.
///
/// Whatever goes wrong costs the cache of one partition and nothing else: it is dropped, counted and reported.
/// One thread owns it.
final class FileStateCache: StateCacheStorage {
    /// The files of a partition that are written to.
    private struct Files {
        var file: FileDescriptor?
        var draft: FileDescriptor?
        /// Something went wrong: writes are ignored until another draft is begun.
        var isGivenUp = false
    }

    /// A larger file is not read: a table takes over no more than 4 GiB, and no partition's state is so large.
    private static let maximumSize = Int(UInt32.max)
    /// Between two warnings.
    private static let quiet = Duration.seconds(600)

    private let directory: String
    private let lock: FileDescriptor
    private let logger: Logger
    private let failureCounter = Counter(label: "hotlist_state_cache_failures_total")
    private var partitions: [Int32: Files] = [:]
    private var warned: ContinuousClock.Instant?
    /// How often something went wrong.
    private(set) var failures = 0

    /// Takes the directory for this process alone.
    ///
    /// - Throws: that it cannot be made, or that another process has it: run without a cache then.
    init(stateDirectory: String, applicationID: String, logger: Logger) throws(FileFailure) {
        directory = "\(stateDirectory)/\(applicationID)"
        guard applicationID != ".", applicationID != ".." else {
            throw FileFailure("cannot use the directory \(directory)", code: EINVAL)
        }
        try FileDescriptor.makeDirectory(stateDirectory)
        try FileDescriptor.makeDirectory(directory)
        lock = try FileDescriptor("\(directory)/lock", O_RDWR | O_CREAT)
        try lock.lock()
        self.logger = logger
    }

    /// The cache of a process, or none with a warning that says why.
    static func open(stateDirectory: String, applicationID: String, logger: Logger) -> FileStateCache? {
        do {
            return try FileStateCache(
                stateDirectory: stateDirectory,
                applicationID: applicationID,
                logger: logger
            )
        } catch {
            let reason =
                error.code == EWOULDBLOCK
                ? "another process of this deployment uses it; give each its own state_dir"
                : error.description
            logger.warning(
                "runs without the local cache of state: restores read everything from Kafka",
                metadata: ["state_dir": "\(stateDirectory)", "reason": "\(reason)"]
            )
            Counter(label: "hotlist_state_cache_failures_total").increment()
            return nil
        }
    }

    private func path(_ partition: Int32) -> String { "\(directory)/partition-\(partition).cache" }

    private func draftPath(_ partition: Int32) -> String { "\(directory)/partition-\(partition).draft" }

    func load(_ partitions: [Int32]) -> [Int32: [UInt8]] {
        var paths = partitions.map { (partition: $0, path: path($0)) }
        // The files of a large deployment are hundreds of megabytes, which one thread copies slowly.
        let found = paths.concurrentMap { file in
            (file.partition, Result { () throws(FileFailure) in try Self.contents(of: file.path) })
        }
        var loaded: [Int32: [UInt8]] = [:]
        for (partition, contents) in found {
            switch contents {
            case .success(let bytes): loaded[partition] = bytes
            case .failure(let failure):
                if failure.code != ENOENT { report(failure, partition, "cannot be read and is not used") }
            }
        }
        return loaded
    }

    private static func contents(of path: String) throws(FileFailure) -> [UInt8] {
        try FileDescriptor(path, O_RDONLY).contents(limit: maximumSize)
    }

    func write(_ write: StateCacheWrite) {
        let partition = write.partition
        var files = partitions.removeValue(forKey: partition) ?? Files()
        if write.action == .begin { files.isGivenUp = false }
        if write.action != .drop, files.isGivenUp {
            partitions[partition] = files
            return
        }
        do throws(FileFailure) {
            try carryOut(write, &files)
        } catch {
            report(error, partition, "cannot be written and is dropped")
            // The draft is of no use any more, and neither is the file if it was the one that failed.
            let isDraft = (write.action == .begin || write.action == .extend || write.action == .finish)
            files = Files(isGivenUp: true)
            FileDescriptor.unlink(draftPath(partition))
            if !isDraft || error.isBehindRename { FileDescriptor.unlink(path(partition)) }
        }
        partitions[partition] = files
    }

    private func carryOut(_ write: StateCacheWrite, _ files: inout Files) throws(FileFailure) {
        let partition = write.partition
        switch write.action {
        case .append:
            // A file of an earlier process is gone on with; one that is not there cannot be.
            if files.file == nil { files.file = try FileDescriptor(path(partition), O_WRONLY | O_APPEND) }
            try files.file?.write(write.bytes)
        case .begin:
            files.draft = nil
            FileDescriptor.unlink(draftPath(partition))
            let draft = try FileDescriptor(draftPath(partition), O_WRONLY | O_APPEND | O_CREAT | O_EXCL)
            files.draft = draft
            try draft.write(write.bytes)
        case .extend:
            try Self.draft(of: files).write(write.bytes)
        case .finish:
            let draft = try Self.draft(of: files)
            try draft.write(write.bytes)
            try draft.synchronize()
            try FileDescriptor.rename(draftPath(partition), path(partition))
            files.file = draft
            files.draft = nil
            do throws(FileFailure) {
                try FileDescriptor(directory, O_RDONLY | O_DIRECTORY).synchronize()
            } catch {
                throw error.behindRename
            }
        case .drop:
            files = Files()
            FileDescriptor.unlink(draftPath(partition))
            FileDescriptor.unlink(path(partition))
        }
    }

    private static func draft(of files: Files) throws(FileFailure) -> FileDescriptor {
        guard let draft = files.draft else { throw FileFailure("no draft was begun", code: ENOENT) }
        return draft
    }

    private func report(_ failure: FileFailure, _ partition: Int32, _ outcome: String) {
        failures += 1
        failureCounter.increment()
        let isNews = warned.map { ContinuousClock.now - $0 >= Self.quiet } ?? true
        if isNews { warned = .now }
        logger.log(
            level: isNews ? .warning : .debug,
            "the local cache of a partition's state \(outcome); nothing but the speed of a restart depends on it",
            metadata: ["partition": "\(partition)", "reason": "\(failure)"]
        )
    }
}
