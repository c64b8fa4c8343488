// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

extension AccountID {
    /// A hash of a domain in UTF-8, to look accounts up by.
    ///
    /// It is Swift's, which is keyed anew in every process: domains come from outside, and nobody can choose them so
    /// that they collide.
    public static func hash(_ domain: Span<UInt8>) -> UInt32 {
        var hasher = Hasher()
        unsafe domain.withUnsafeBytes { unsafe hasher.combine(bytes: $0) }
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }
}
