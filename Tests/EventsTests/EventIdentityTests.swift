// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

import Testing

@testable import Events

@Suite struct EventIdentityTests {
    @Test(
        arguments: [(0, 0x726F_DB47_DD0E_0E31), (8, 0x93F5_F579_9A93_2462), (15, 0xA129_CA61_49BE_45E5)]
            as [(UInt8, UInt64)]
    )
    func `the hash is SipHash-2-4`(count: UInt8, expected: UInt64) {
        // The vectors of the authors' paper and reference implementation: key 00…0f, message 00, 01, …
        var hash = SipHash24(key: (0x0706_0504_0302_0100, 0x0F0E_0D0C_0B0A_0908))
        hash.update(Array(0..<count).span)
        #expect(hash.finish() == expected)
    }

    /// Computed with an independent implementation.
    @Test(
        arguments: [
            ("crunchbase/funding-rounds", "9f0c1b8e", 0xC1C7_100C_ABF7_1043),
            ("a", "b", 0x1FF7_55DE_471E_0AFA),
            ("", "", 0x1947_0ECD_A119_645E), ("theirstack/jobs", "müller-1", 0x70CB_7E13_E849_7C11),
            ("ab", "c", 0xF987_3012_5C47_7F2A), ("a", "bc", 0x3E57_3CFE_23FF_8EA5),
        ] as [(String, String, UInt64)]
    )
    func `an identity has this hash for ever`(source: String, id: String, expected: UInt64) {
        #expect(EventIdentity.hash(source: source, id: id) == expected)
        #expect(EventIdentity.hash(source: source.utf8.span, id: id.utf8.span) == expected)
    }
}
