// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

/// Whose state a cache holds: one that differs in anything from what its reader is about is foreign, and of no use.
public struct StateCacheHeader: Hashable, Sendable {
    /// The version of the format; caches of other versions are not read.
    static let version: UInt32 = 1

    /// The deployment's name.
    public var applicationID: String
    /// The brokers' name for their cluster.
    public var clusterID: String
    /// The journal partition, from 0.
    public var partition: Int32
    /// How many partitions the journal has.
    public var partitions: Int32
    /// The fold fingerprint of the model whose state it is.
    public var foldFingerprint: String
    /// The identity of the state topic's incarnation: the instant of the partition's first send, in ms since 1970.
    public var founded: Int64

    /// A header of the given parts.
    public init(
        applicationID: String,
        clusterID: String,
        partition: Int32,
        partitions: Int32,
        foldFingerprint: String,
        founded: Int64
    ) {
        self.applicationID = applicationID
        self.clusterID = clusterID
        self.partition = partition
        self.partitions = partitions
        self.foldFingerprint = foldFingerprint
        self.founded = founded
    }

    /// Appends the frame's payload.
    func encode(into bytes: inout [UInt8]) {
        bytes.append(halfWord: Self.version)
        bytes.append(halfWord: UInt32(bitPattern: partition))
        bytes.append(halfWord: UInt32(bitPattern: partitions))
        bytes.append(word: UInt64(bitPattern: founded))
        for text in [applicationID, clusterID, foldFingerprint] {
            bytes.append(halfWord: UInt32(text.utf8.count))
            bytes += text.utf8
        }
    }

    /// The header in a frame's payload; nil for one of another version.
    init?(_ payload: borrowing Span<UInt8>) {
        guard payload.count >= 20, payload.halfWord(at: 0) == Self.version else { return nil }
        var offset = 20
        var texts: [String] = []
        for _ in 0..<3 {
            guard payload.count - offset >= 4 else { return nil }
            let length = Int(payload.halfWord(at: offset))
            offset += 4
            guard length <= payload.count - offset else { return nil }
            var text: [UInt8] = []
            for index in offset..<offset + length { text.append(payload[index]) }
            texts.append(String(decoding: text, as: UTF8.self))
            offset += length
        }
        guard offset == payload.count else { return nil }
        self.init(
            applicationID: texts[0],
            clusterID: texts[1],
            partition: Int32(bitPattern: payload.halfWord(at: 4)),
            partitions: Int32(bitPattern: payload.halfWord(at: 8)),
            foldFingerprint: texts[2],
            founded: Int64(bitPattern: payload.word(at: 12))
        )
    }
}
