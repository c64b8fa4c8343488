// SPDX-License-Identifier: Apache-2.0
// Copyright the hotlist authors

internal import CScoring

/// How many accounts are scored at once; all widths give the same bits.
public enum VectorWidth: Hashable, Sendable, CaseIterable {
    /// As wide as every processor of the architecture can.
    case baseline
    /// With AVX2.
    case avx2
    /// With AVX-512.
    case avx512

    /// Whether this processor can.
    public var isSupported: Bool { cscoring_supports(native) }

    /// The widest that this processor can.
    public static let widest = allCases.last(where: \.isSupported) ?? .baseline

    var native: cscoring_width {
        switch self {
        case .baseline: CSCORING_BASELINE
        case .avx2: CSCORING_AVX2
        case .avx512: CSCORING_AVX512
        }
    }
}
