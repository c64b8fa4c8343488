// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Everything that was sent, and where it lies.
struct SentLedger {
    /// A record's place in the vendors' topics, in one number.
    struct Place: Hashable {
        let number: UInt64

        /// The place; topics and partitions are numbered up to 255.
        init(topic: Int, partition: Int32, offset: Int64) {
            number = UInt64(topic) << 56 | UInt64(UInt8(truncatingIfNeeded: partition)) << 48 | UInt64(offset)
        }

        var topic: Int { Int(number >> 56) }
        var partition: Int { Int(number >> 48 & 0xFF) }
        var offset: Int64 { Int64(number & 0xFFFF_FFFF_FFFF) }
    }

    /// The identities of all records, one after the other.
    private(set) var identities: [Identity] = []
    /// Where each record's identities end.
    private var ends: [Int] = []
    private(set) var broken: Set<Int> = []
    private(set) var places: [Place: Int] = [:]
    /// Records whose fate is unknown: not to be told from lost ones.
    private(set) var failures: [String] = []

    /// How many records were handed to the producer, and how many of them are in the log.
    var count: Int { ends.count }
    var delivered: Int { places.count }

    /// Takes a record before it is sent; returns its number.
    mutating func append(_ record: SentRecord) -> Int {
        identities += record.identities
        ends.append(identities.count)
        if record.isBroken { broken.insert(ends.count - 1) }
        return ends.count - 1
    }

    mutating func deliver(_ record: Int, at place: Place) {
        places[place] = record
    }

    mutating func fail(_ reason: String) {
        failures.append(reason)
    }

    /// The identities of a record.
    func identities(of record: Int) -> ArraySlice<Identity> {
        identities[(record == 0 ? 0 : ends[record - 1])..<ends[record]]
    }
}
