// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import CAllocator
import Glibc
public import Pipeline

/// Compares the resident size of the process with a limit.
///
/// Memory runs short somewhat below the limit, which leaves room for what is under way, and no longer does a sixteenth
/// of the limit below that, so that reading does not stop and go on with every record.
public struct ResidentMemory: MemoryGauge {
    /// How many milliseconds lie between two looks.
    private static let interval: Int64 = 20
    /// How many milliseconds lie between two times that free memory is given back, for which all of it is looked at.
    private static let trimInterval: Int64 = 1_000

    /// What is under way when reading stops may take this much more, if a quarter of the limit is not less.
    private static let underWay: Int64 = 64 << 20

    private let limit: Int64
    private var isShort = false
    private var lastLook: Int64?
    private var lastTrim: Int64?

    /// A comparison with `limit` bytes.
    public init(limit: Int64) {
        self.limit = limit
    }

    /// Whether the resident size is so near the limit that nothing more may be read.
    public mutating func isShort(at now: ClockReading) -> Bool {
        if let lastLook, now.monotonic - lastLook < Self.interval { return isShort }
        lastLook = now.monotonic
        let room = max(limit / 16, min(limit / 4, Self.underWay))
        let bound = limit - room - (isShort ? limit / 16 : 0)
        var size = Self.size
        if size > bound, now.monotonic - (lastTrim ?? .min / 2) >= Self.trimInterval {
            lastTrim = now.monotonic
            Self.giveBackFree()
            size = Self.size
        }
        isShort = size > bound
        return isShort
    }

    /// The resident size of the process in bytes; 0 where the system does not tell.
    public static var size: Int64 {
        let file = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return 0 }
        defer { close(file) }
        // Sizes in pages: of the address space, and of what is resident of it.
        let text = unsafe [UInt8](unsafeUninitializedCapacity: 128) { buffer, count in
            unsafe count = max(0, read(file, buffer.baseAddress, buffer.count))
        }
        let pages = text.split(separator: UInt8(ascii: " ")).dropFirst().first
        let count = pages.flatMap { Int64(String(decoding: $0, as: UTF8.self)) }
        return (count ?? 0) * Int64(sysconf(Int32(_SC_PAGESIZE)))
    }

    /// Has four megabytes and more go back to the system as soon as they are free, in a block of their own or at the end
    /// of smaller ones, of which two megabytes are kept then; once, at the start.
    ///
    /// Left to itself, glibc's allocator keeps the blocks that large arrays leave behind when they grow: some 70 MB for
    /// 200,000 accounts. librdkafka allocates anew for each answer and each request, which are smaller: glibc would give
    /// these back from 128 KiB on and keep as much, and the system would have to clear pages for each of them. Who has
    /// much to read has more of it kept (`keepFree`).
    public static func chooseWhatGoesBack() {
        mallopt(M_MMAP_THRESHOLD, 4 << 20)
        mallopt(M_TRIM_THRESHOLD, 4 << 20)
        mallopt(M_TOP_PAD, 2 << 20)
    }

    /// Has more kept at the end of smaller blocks from now on: called by whoever is behind with reading.
    ///
    /// Answers and requests then follow one another so quickly that pages which go back are wanted again at once; the
    /// system would clear each of them anew. What is kept stays when nobody is behind any more.
    static func keepFree() {
        mallopt(M_TRIM_THRESHOLD, 32 << 20)
    }

    /// Gives memory back to the system that the allocator keeps for later.
    static func giveBackFree() {
        malloc_trim(0)
    }
}
