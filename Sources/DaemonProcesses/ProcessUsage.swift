// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Foundation
internal import Glibc

/// What a process has used so far, as Linux tells it.
public struct ProcessUsage: Hashable, Sendable {
    /// Seconds of all cores.
    public var processorSeconds: Double
    /// Bytes of memory that are resident.
    public var residentBytes: Int
    /// The most that have been resident at once.
    public var peakResidentBytes: Int

    /// The usage of a process; nil when it is gone.
    public init?(of process: Int32) {
        guard let stat = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8),
            let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
            let parenthesis = stat.lastIndex(of: ")")
        else { return nil }
        // The fields behind the program's name begin with the third; 14 and 15 are the ticks of user and kernel.
        let fields = stat[stat.index(after: parenthesis)...].split(separator: " ")
        guard fields.count > 12, let user = Double(fields[11]), let kernel = Double(fields[12]) else {
            return nil
        }
        processorSeconds = (user + kernel) / Double(sysconf(Int32(_SC_CLK_TCK)))
        residentBytes = Self.bytes("VmRSS:", in: status)
        peakResidentBytes = Self.bytes("VmHWM:", in: status)
    }

    private static func bytes(_ name: String, in status: String) -> Int {
        let line = status.split(separator: "\n").first { $0.hasPrefix(name) }
        let kibibytes = line?.split { $0 == " " || $0 == "\t" }.dropFirst().first.flatMap { Int($0) }
        return (kibibytes ?? 0) * 1024
    }
}
