// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CSimdjson
internal import Workload

/// The yardstick of everything that reads JSON: simdjson's parser over the workload, and nothing done with it.
enum Parsing {
    /// The time for all events.
    static func time(_ workload: StandardWorkload) -> Timing {
        guard let parser = unsafe csimdjson_create(64) else {
            return Timing(wall: .infinity, processor: .infinity)
        }
        defer { unsafe csimdjson_destroy(parser) }
        return Timing.of {
            unsafe workload.bytes.withUnsafeBufferPointer { bytes in
                var view = unsafe csimdjson_view()
                for number in 0..<workload.count {
                    let range = workload.range(of: number)
                    guard let base = bytes.baseAddress else { return }
                    _ = unsafe csimdjson_parse(parser, base + range.lowerBound, range.count, &view)
                }
            }
        }
    }
}
