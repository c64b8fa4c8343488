// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Glibc

/// A file that is open until nobody holds it any more.
final class FileDescriptor {
    private let number: Int32
    private let path: String

    /// Opens a file, never through a symbolic link; a new one is readable by its owner alone.
    init(_ path: String, _ flags: Int32) throws(FileFailure) {
        self.path = path
        var number: Int32 = -1
        repeat {
            number = unsafe open(path, flags | O_CLOEXEC | O_NOFOLLOW, 0o600)
        } while number < 0 && errno == EINTR
        guard number >= 0 else { throw FileFailure("cannot open \(path)", code: errno) }
        self.number = number
    }

    deinit {
        _ = close(number)
    }

    /// Takes the file's lock, which goes with the process.
    ///
    /// - Throws: `EWOULDBLOCK` if another has it.
    func lock() throws(FileFailure) {
        guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
            throw FileFailure("cannot lock \(path)", code: errno)
        }
    }

    /// All that is in a regular file of at most `limit` bytes.
    func contents(limit: Int) throws(FileFailure) -> [UInt8] {
        var status = stat()
        guard unsafe fstat(number, &status) == 0 else {
            throw FileFailure("cannot ask for \(path)", code: errno)
        }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw FileFailure("\(path) is no file", code: EINVAL)
        }
        guard status.st_size <= limit else { throw FileFailure("cannot read \(path)", code: EFBIG) }
        let size = Int(status.st_size)
        var code: Int32 = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
            count = 0
            while count < size, let base = buffer.baseAddress {
                let read = unsafe pread(number, base + count, size - count, off_t(count))
                if read < 0, errno == EINTR { continue }
                if read < 0 { code = errno }
                guard read > 0 else { break }
                count += read
            }
        }
        guard code == 0 else { throw FileFailure("cannot read \(path)", code: code) }
        return bytes
    }

    /// Writes all of the bytes.
    func write(_ bytes: [UInt8]) throws(FileFailure) {
        var written = 0
        while written < bytes.count {
            let count = unsafe bytes.withUnsafeBytes { buffer in
                let rest = unsafe UnsafeRawBufferPointer(rebasing: buffer[written...])
                return unsafe Glibc.write(number, rest.baseAddress, rest.count)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else {
                throw FileFailure("cannot write \(path)", code: count < 0 ? errno : ENOSPC)
            }
            written += count
        }
    }

    /// Waits until the file is on the disk; a failure is final, for the kernel may have let the bytes go.
    func synchronize() throws(FileFailure) {
        guard fsync(number) == 0 else { throw FileFailure("cannot fsync \(path)", code: errno) }
    }

    /// Makes a directory for its owner alone, if it is not there.
    static func makeDirectory(_ path: String) throws(FileFailure) {
        guard unsafe mkdir(path, 0o700) != 0, errno != EEXIST else { return }
        throw FileFailure("cannot make the directory \(path)", code: errno)
    }

    /// Gives a file another name, in place of one that has it.
    static func rename(_ path: String, _ other: String) throws(FileFailure) {
        guard unsafe Glibc.rename(path, other) != 0 else { return }
        throw FileFailure("cannot rename \(path)", code: errno)
    }

    /// Removes a file if it is there and can be; what remains of one is found out when it is read.
    static func unlink(_ path: String) {
        _ = unsafe Glibc.unlink(path)
    }
}
