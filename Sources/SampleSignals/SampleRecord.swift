// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

public import Events

/// A generated record, as a vendor's connector would have put it on a topic.
public struct SampleRecord: Hashable, Sendable {
    /// The preset that maps it.
    public var preset: SamplePreset
    /// The key; nil for vendors that set none.
    public var key: [UInt8]?
    /// The payload.
    public var value: [UInt8]
    /// The headers.
    public var headers: [RecordHeader] = []
    /// When it arrives; what happened, happened at this time or before.
    public var timestamp: Timestamp
    /// What is not as it should be; nil for a good record in its time.
    public var flaw: SampleFlaw?
}
