// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import Events
internal import Scoring

/// A candidate list as `merge` holds it: the record's bytes, and of each candidate what decides its rank.
///
/// Of all that the journal partitions send, a tick publishes little, and only that is made into candidates. All of it is
/// checked when it comes, so that these can be made at any time.
struct HeldList: Sendable {
    /// One candidate.
    private struct Place {
        var urgency: UInt32 = 0
        var latestSignal: Int64 = 0
        /// Where the account's bytes are.
        var account = 0..<0
        var grade: UInt32 = 0
        /// The message.
        let message: WireReader
    }

    /// The list.
    private(set) var list = ListName(queue: "")
    /// The journal partition.
    private(set) var partition = 0
    /// The number of the partition's transaction that sent it.
    private(set) var send: Int64 = 0
    /// The digest of the model.
    private(set) var model = ""
    /// The next journal offset to fold.
    private(set) var foldOffset: Int64 = 0
    /// The instant of the scores.
    private(set) var asOf = Timestamp(milliseconds: 0)
    private let bytes: [UInt8]
    /// The candidates in ranking order.
    private var places: [Place] = []

    /// The list in the bytes of a record's value.
    init(encoded bytes: [UInt8]) throws(CandidateError) {
        self.bytes = bytes
        var name = ""
        do {
            try read(bytes.span, &name)
        } catch {
            throw .notProtobuf(message: "CandidateList")
        }
        list = try ListName(wire: name)
        try check()
    }

    /// The key that it is written under.
    var key: CandidateKey { .list(list, partition: partition) }

    /// How many candidates there are.
    var count: Int { places.count }

    /// The first `count` candidates.
    func candidates(_ count: Int) -> [Candidate] {
        let bytes = bytes.span
        var candidates: [Candidate] = []
        candidates.reserveCapacity(count)
        for place in places.prefix(count) {
            // They have all been read before.
            guard let candidate = try? Candidate(place.message, bytes) else { continue }
            candidates.append(candidate)
        }
        return candidates
    }

    /// How many of each of `lists` are among the first `count` of all of them.
    static func shares(ofFirst count: Int, in lists: [HeldList?]) -> [Int] {
        var shares = [Int](repeating: 0, count: lists.count)
        for _ in 0..<min(count, lists.reduce(0) { $0 + ($1?.count ?? 0) }) {
            var first: Int?
            for number in lists.indices {
                guard let list = lists[number], shares[number] < list.count else { continue }
                if let leader = first, let leading = lists[leader],
                    !list.precedes(shares[number], leading, shares[leader])
                {
                    continue
                }
                first = number
            }
            if let first { shares[first] += 1 }
        }
        return shares
    }

    /// Whether the candidate at `place` ranks before that at `otherPlace` of `other`, as `Standing` has it.
    private func precedes(_ place: Int, _ other: HeldList, _ otherPlace: Int) -> Bool {
        let (left, right) = (places[place], other.places[otherPlace])
        if left.urgency != right.urgency { return left.urgency > right.urgency }
        if left.latestSignal != right.latestSignal { return left.latestSignal > right.latestSignal }
        return bytes[left.account].lexicographicallyPrecedes(other.bytes[right.account])
    }

    // MARK: Reading

    private mutating func read(
        _ bytes: Span<UInt8>,
        _ name: inout String
    ) throws(WireReader.Malformed) {
        var reader = WireReader(bytes)
        while let field = try reader.next(bytes) {
            switch (field.number, field.type) {
            case (1, .bytes): name = try reader.text(bytes)
            case (2, .varint): partition = Int(try reader.short(bytes))
            case (3, .varint): send = Int64(clamping: try reader.varint(bytes))
            case (4, .bytes): model = try reader.text(bytes)
            case (5, .varint): foldOffset = try reader.integer(bytes)
            case (6, .varint): asOf = Timestamp(milliseconds: try reader.integer(bytes))
            case (7, .bytes): places.append(try Self.place(reader.message(bytes), bytes))
            default: try reader.skip(field, bytes)
            }
        }
    }

    private static func place(
        _ message: WireReader,
        _ bytes: Span<UInt8>
    ) throws(WireReader.Malformed) -> Place {
        var reader = message
        var place = Place(message: message)
        while let field = try reader.next(bytes) {
            switch (field.number, field.type) {
            case (1, .bytes): place.account = try reader.textRange(bytes)
            case (2, .bytes): _ = try reader.textRange(bytes)
            case (3, .varint): place.urgency = try reader.short(bytes)
            case (6, .varint): place.grade = try reader.short(bytes)
            case (7, .bytes): try reader.message(bytes).check(WireShape.kindPoints, bytes)
            case (9, .varint): place.latestSignal = try reader.integer(bytes)
            case (10, .bytes): try reader.message(bytes).check(WireShape.reason, bytes)
            default: try reader.skip(field, bytes)
            }
        }
        return place
    }

    /// Whether the candidates can be, and are in order.
    private func check() throws(CandidateError) {
        for number in places.indices {
            let place = places[number]
            guard !place.account.isEmpty else { throw .field("account", problem: "is empty") }
            guard place.grade < 16 else {
                throw .field("grade", problem: "is \(place.grade), but grades go from 0 (A1) to 15 (D4)")
            }
            guard number == 0 || precedes(number - 1, self, number) else {
                let account = String(decoding: bytes[place.account], as: UTF8.self)
                throw .field("candidates", problem: "is not in ranking order at \(account)")
            }
        }
    }
}

extension WireShape {
    fileprivate static let kindPoints = [WireShape.text]
    fileprivate static let reason = [
        WireShape.text, .other, .other, .text,
        .message([.text, .text, .other, .other, .message([.text])]),
    ]
}
