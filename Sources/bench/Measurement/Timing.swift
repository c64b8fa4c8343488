// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Glibc

/// How long something took, and how much of all cores.
struct Timing: Hashable, Codable {
    /// Seconds on the clock.
    var wall: Double
    /// Seconds of all threads of this process.
    var processor: Double

    /// Times `body`.
    static func of(_ body: () throws -> Void) rethrows -> Timing {
        let watch = Stopwatch()
        try body()
        return watch.elapsed
    }
}

/// Says how long it has been running.
struct Stopwatch {
    private let start = Self.now()

    /// The time since it was made.
    var elapsed: Timing {
        let now = Self.now()
        return Timing(wall: now.wall - start.wall, processor: now.processor - start.processor)
    }

    private static func now() -> Timing {
        Timing(wall: seconds(CLOCK_MONOTONIC), processor: seconds(CLOCK_PROCESS_CPUTIME_ID))
    }

    private static func seconds(_ clock: clockid_t) -> Double {
        var now = timespec()
        _ = unsafe clock_gettime(clock, &now)
        return Double(now.tv_sec) + Double(now.tv_nsec) * 1e-9
    }
}

/// The memory of this process that is resident, in bytes.
func residentBytes() -> Int {
    guard let file = unsafe fopen("/proc/self/statm", "r") else { return 0 }
    defer { unsafe fclose(file) }
    var buffer = [CChar](repeating: 0, count: 128)
    guard unsafe fgets(&buffer, Int32(buffer.count), file) != nil else { return 0 }
    let line = String(decoding: buffer.prefix { $0 != 0 }.map(UInt8.init), as: UTF8.self)
    let fields = line.split(separator: " ")
    return fields.count > 1 ? (Int(fields[1]) ?? 0) * Int(sysconf(Int32(_SC_PAGESIZE))) : 0
}
